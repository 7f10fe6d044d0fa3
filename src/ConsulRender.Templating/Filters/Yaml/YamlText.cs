using System.Text;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>One value as YAML that readers of 1.1 and 1.2 understand alike: maps and lists as blocks, text in quotes where it must be.</summary>
internal sealed class YamlText
{
    private const int Step = 2;

    // A reader looks no further for the colon of a key.
    private const int KeyLength = 1_000;

    private readonly StringBuilder _text = new();
    private bool _endsLine;

    internal string Of(FluidValue value)
    {
        WriteNode(value, 0);
        return _endsLine ? _text.Append('\n').ToString() : _text.ToString();
    }

    private void WriteNode(FluidValue value, int column)
    {
        if (_text.Length > Limits.TextLength)
        {
            throw new ArgumentException($"the text is longer than {Limits.TextLength} characters");
        }

        if (Lists.IsList(value) && Lists.Items(value).Count > 0)
        {
            WriteList(Lists.Items(value), column);
        }
        else if (IsFullMap(value))
        {
            WriteMap(JsonText.MembersOf(value)!, column);
        }
        else
        {
            WriteScalar(value, column);
        }
    }

    private void WriteMap(IEnumerable<KeyValuePair<string, FluidValue>> members, int column)
    {
        var isFirst = true;
        foreach (var (key, value) in members)
        {
            BeginEntry(ref isFirst, column);
            _text.Append(YamlScalars.IsPlain(key) ? key : YamlScalars.Quoted(key)).Append(':');
            if (key.Length > KeyLength)
            {
                throw new ArgumentException($"a key is longer than {KeyLength} characters");
            }

            var isList = Lists.IsList(value) && Lists.Items(value).Count > 0;
            if (isList || IsFullMap(value))
            {
                // A list stands in the column of its key, as consul-template writes it.
                var inner = isList ? column : column + Step;
                _text.Append('\n').Append(' ', inner);
                WriteNode(value, inner);
                continue;
            }

            _text.Append(' ');
            WriteScalar(value, column + Step);
        }
    }

    private void WriteList(IReadOnlyList<FluidValue> items, int column)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            BeginEntry(ref isFirst, column);
            _text.Append("- ");
            WriteNode(item, column + Step);
        }
    }

    private void BeginEntry(ref bool isFirst, int column)
    {
        if (!isFirst)
        {
            _text.Append('\n').Append(' ', column);
        }

        isFirst = false;
    }

    private void WriteScalar(FluidValue value, int column)
    {
        _endsLine = false;
        switch (value)
        {
            case BaseNilValue:
                _text.Append("null");
                break;
            case BooleanValue:
                _text.Append(value.ToBooleanValue() ? "true" : "false");
                break;
            case NumberValue:
                _text.Append(Numbers.Text(value.ToNumberValue()));
                break;
            case ArrayValue or RangeValue:
                _text.Append("[]");
                break;
            case MapValue or RecordValue:
                _text.Append("{}");
                break;
            default:
                WriteString(value.ToText(), column);
                break;
        }
    }

    private void WriteString(string text, int column)
    {
        if (!YamlScalars.IsLines(text))
        {
            _text.Append(YamlScalars.IsPlain(text) ? text : YamlScalars.Quoted(text));
            return;
        }

        // Without its own line end the last line would lose it to a reader.
        _endsLine = text[^1] == '\n';
        _text.Append(_endsLine ? "|" : "|-");
        foreach (var line in (_endsLine ? text[..^1] : text).Split('\n'))
        {
            _text.Append('\n').Append(' ', line.Length == 0 ? 0 : Math.Max(column, Step)).Append(line);
        }
    }

    private static bool IsFullMap(FluidValue value) => value is RecordValue or MapValue { Count: > 0 };
}
