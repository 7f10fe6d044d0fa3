using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>Values that end on their line or in brackets, and the anchors and tags before values.</summary>
internal sealed partial class YamlReader
{
    // Brackets that are open; inside them commas and brackets end plain text.
    private int _flows;

    private FluidValue ReadInline(int least, Properties properties)
    {
        switch (Current)
        {
            case '[':
                CheckTag(properties, "seq");
                return ReadFlowList();
            case '{':
                CheckTag(properties, "map");
                return ReadFlowMap();
            case '*':
                return properties.Anchor is null && properties.Tag is null ? ReadAlias() : throw Failure("an alias takes no anchor and no tag");
            case '"' or '\'':
                return Scalar(ReadQuoted(), properties, isPlain: false);
            default:
                return Scalar(ReadPlain(least), properties, isPlain: true);
        }
    }

    private FluidValue ReadFlowNode()
    {
        Deepen();
        Count(1);
        var nodes = _nodes;
        SkipToContent();
        var properties = ReadProperties();
        SkipToContent();
        var value = properties.IsGiven && Current is ',' or ']' or '}'
            ? Scalar("", properties, isPlain: true)
            : ReadInline(0, properties);
        Remember(properties, value, nodes);
        _depth--;
        return value;
    }

    private ArrayValue ReadFlowList()
    {
        var items = new List<FluidValue>();
        for (Open(); Current != ']'; Divide(']'))
        {
            items.Add(IsEntryAhead() ? ReadPair() : ReadFlowNode());
        }

        Close();
        return new ArrayValue(items);
    }

    private OrderedMapValue ReadFlowMap()
    {
        var map = new OrderedMapValue();
        var merged = new List<FluidValue>();
        for (Open(); Current != '}'; Divide('}'))
        {
            AddPair(map, merged);
        }

        Close();
        Merge(map, merged);
        return map;
    }

    // In a list `key: value` alone is a map with this one entry.
    private OrderedMapValue ReadPair()
    {
        var map = new OrderedMapValue();
        var merged = new List<FluidValue>();
        AddPair(map, merged);
        Merge(map, merged);
        return map;
    }

    private void AddPair(OrderedMapValue map, List<FluidValue> merged)
    {
        var at = _at;
        if (Current == '?' && IsBlank(Next))
        {
            _at++;
            SkipToContent();
        }

        var hasValue = IsKeyAhead();
        var key = hasValue ? ReadKey() : KeyOf(ReadFlowNode());
        SkipToContent();
        if (!hasValue && IsKeyColon())
        {
            hasValue = true;
            _at++;
            SkipToContent();
        }

        Add(map, merged, key, hasValue && Current is not (',' or '}' or ']') ? ReadFlowNode() : NilValue.Instance, at);
    }

    private void Open()
    {
        _flows++;
        _at++;
        SkipToContent();
    }

    private void Divide(char end)
    {
        SkipToContent();
        if (Current == ',')
        {
            _at++;
            SkipToContent();
        }
        else if (Current != end)
        {
            throw Failure($"\",\" or \"{end}\" is expected here");
        }
    }

    private void Close()
    {
        _at++;
        _flows--;
    }

    private FluidValue ReadAlias()
    {
        var from = _at + 1;
        SkipName();
        var anchor = _anchors.GetValueOrDefault(_text[from.._at]) ?? throw FailureAt(from - 1, "no anchor of this name stands before the alias");
        Count(anchor.Nodes);
        return anchor.Value;
    }

    private Properties ReadProperties()
    {
        var properties = new Properties(null, null);
        while (Current is '&' or '!')
        {
            var isAnchor = Current == '&';
            var from = _at;
            SkipName();
            if (isAnchor ? properties.Anchor is not null || _at == from + 1 : properties.Tag is not null)
            {
                throw FailureAt(from, "an anchor or tag is wrong here");
            }

            properties = isAnchor ? properties with { Anchor = _text[(from + 1).._at] } : properties with { Tag = _text[from.._at] };
            if (!IsBlank(Current) && _flows == 0)
            {
                throw Failure("a blank must follow an anchor or tag");
            }

            SkipBlanks();
        }

        return properties;
    }

    private void SkipPropertiesOnLine()
    {
        while (Current is '&' or '!')
        {
            SkipName();
            SkipBlanks();
        }
    }

    // Anchors, aliases and tags end at a blank, and in brackets at what divides there.
    private bool SkipName()
    {
        do
        {
            _at++;
        }
        while (!IsBlank(Current) && !IsFlowIndicator(Current));

        return true;
    }

    private void Remember(Properties properties, FluidValue value, int nodes)
    {
        if (properties.Anchor is { } name)
        {
            _anchors[name] = new Anchor(value, Math.Max(1, _nodes - nodes + 1));
        }
    }

    private void CheckTag(Properties properties, string wanted)
    {
        if (properties.Tag is not { } tag)
        {
            return;
        }

        var name = YamlSchema.NameOf(tag) ?? throw Failure(YamlSchema.Unknown(tag));
        if (name.Length > 0 && name != wanted)
        {
            throw Failure($"the tag {PlainText.Quoted(tag)} is not one of {(wanted == "seq" ? "a list" : "a map")}");
        }
    }

    private FluidValue Scalar(string text, Properties properties, bool isPlain)
    {
        try
        {
            return properties.Tag is { } tag ? YamlSchema.Tagged(text, tag)
                : isPlain ? YamlSchema.Plain(text)
                : StringValue.Create(text);
        }
        catch (FormatException exception)
        {
            throw Failure(exception.Message);
        }
    }

    private string KeyOf(FluidValue value) => value is ArrayValue or MapValue ? throw Failure("a list or map cannot be a key") : value.ToText();

    private static bool IsFlowIndicator(char character) => character is ',' or '[' or ']' or '{' or '}';

    /// <summary>What stands before a value: its anchor and its tag.</summary>
    private sealed record Properties(string? Anchor, string? Tag)
    {
        internal bool IsGiven => Anchor is not null || Tag is not null;
    }
}
