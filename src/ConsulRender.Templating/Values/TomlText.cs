using System.Text;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>One map as TOML 1.0: of each table first what is written on one line, then the tables in it.</summary>
internal sealed class TomlText
{
    private readonly StringBuilder _text = new();

    /// <exception cref="ArgumentException">The value is not a map, or holds something that TOML cannot say.</exception>
    internal string Of(FluidValue value)
    {
        WriteTable("", JsonText.MembersOf(value) ?? throw new ArgumentException($"TOML is made of a map, not of {ValueText.KindOf(value)}"));
        return _text.ToString().TrimEnd('\n');
    }

    private void WriteTable(string path, IEnumerable<KeyValuePair<string, FluidValue>> members)
    {
        var tables = new List<KeyValuePair<string, FluidValue>>();
        foreach (var member in members)
        {
            if (IsTable(member.Value) || IsListOfTables(member.Value))
            {
                tables.Add(member);
                continue;
            }

            _text.Append(Key(member.Key)).Append(" = ");
            WriteInline(member.Value, member.Key);
            _text.Append('\n');
        }

        foreach (var (key, value) in tables)
        {
            WriteTables(path.Length == 0 ? Key(key) : $"{path}.{Key(key)}", value);
        }
    }

    private void WriteTables(string path, FluidValue value)
    {
        if (IsTable(value))
        {
            Begin($"[{path}]");
            WriteTable(path, JsonText.MembersOf(value)!);
            return;
        }

        foreach (var item in Lists.Items(value))
        {
            Begin($"[[{path}]]");
            WriteTable(path, JsonText.MembersOf(item)!);
        }
    }

    private void Begin(string header) => _text.Append(_text.Length > 0 ? "\n" : "").Append(header).Append('\n');

    private void WriteInline(FluidValue value, string key)
    {
        if (_text.Length > Limits.TextLength)
        {
            throw new ArgumentException($"the text is longer than {Limits.TextLength} characters");
        }

        switch (value)
        {
            case BaseNilValue:
                throw new ArgumentException($"{PlainText.Quoted(key)} is or holds nil, which TOML does not have");
            case BooleanValue:
                _text.Append(value.ToBooleanValue() ? "true" : "false");
                break;
            case NumberValue:
                _text.Append(Number(value.ToNumberValue(), key));
                break;
            case ArrayValue or RangeValue:
                WriteList(value, key);
                break;
            case MapValue or RecordValue:
                WriteInlineTable(value);
                break;
            default:
                WriteQuoted(value.ToText());
                break;
        }
    }

    private void WriteList(FluidValue list, string key)
    {
        var divider = "[";
        foreach (var item in Lists.Items(list))
        {
            _text.Append(divider);
            WriteInline(item, key);
            divider = ", ";
        }

        _text.Append(divider == "[" ? "[]" : "]");
    }

    private void WriteInlineTable(FluidValue table)
    {
        var divider = "{";
        foreach (var (key, value) in JsonText.MembersOf(table)!)
        {
            _text.Append(divider).Append(' ').Append(Key(key)).Append(" = ");
            WriteInline(value, key);
            divider = ",";
        }

        _text.Append(divider == "{" ? "{}" : " }");
    }

    private void WriteQuoted(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => _text.Append('\\').Append(character),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                < ' ' or '\x7f' => _text.Append("\\u00").Append(((int)character).ToString("X2", null)),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }

    private static bool IsTable(FluidValue value) => value is MapValue or RecordValue;

    private static bool IsListOfTables(FluidValue value) =>
        value is ArrayValue && Lists.Items(value) is { Count: > 0 } items && items.All(IsTable);

    private static string Number(decimal number, string key) => number.Scale > 0 || number is >= long.MinValue and <= long.MaxValue
        ? Numbers.Text(number)
        : throw new ArgumentException($"{PlainText.Quoted(key)} holds a whole number with more than 64 bits, which TOML does not have");

    private static string Key(string key)
    {
        if (key.Length > 0 && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
        {
            return key;
        }

        var quoted = new TomlText();
        quoted.WriteQuoted(key);
        return quoted._text.ToString();
    }
}
