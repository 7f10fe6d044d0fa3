using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>Lists and maps that are written with indentation.</summary>
internal sealed partial class YamlReader
{
    /// <summary>Where a value stands, which decides whether a list or a map may begin on that line.</summary>
    private enum Place
    {
        Item,
        MapValue,
        AfterMarker,
    }

    // A value indented by at least so much; the list under a key may stand in the key's own column.
    private FluidValue ReadNode(int least, Place place)
    {
        Deepen();
        Count(1);
        var nodes = _nodes;
        var hasMoved = BeginLine();
        var mayNest = hasMoved || place == Place.Item;
        FluidValue value;
        if (!IsInside(least, place, hasMoved))
        {
            value = NilValue.Instance;
        }
        else if (mayNest && IsEntryAhead())
        {
            value = ReadMap();
        }
        else if (Current is '&' or '!')
        {
            value = ReadWithProperties(least, place, nodes);
        }
        else
        {
            value = ReadContent(least, mayNest, new Properties(null, null));
        }

        _depth--;
        return value;
    }

    private FluidValue ReadWithProperties(int least, Place place, int nodes)
    {
        var properties = ReadProperties();
        var hasMoved = BeginLine();
        FluidValue value;
        if (!IsInside(least, place, hasMoved))
        {
            value = Scalar("", properties, isPlain: true);
        }
        else if (hasMoved && IsEntryAhead())
        {
            CheckTag(properties, "map");
            value = ReadMap();
        }
        else
        {
            value = ReadContent(least, hasMoved, properties);
        }

        Remember(properties, value, nodes);
        return value;
    }

    private FluidValue ReadContent(int least, bool mayNest, Properties properties)
    {
        switch (Current)
        {
            case '-' when IsBlank(Next):
                CheckTag(properties, "seq");
                return mayNest ? ReadList() : throw Failure("a list begins on a line of its own");
            case '|' or '>':
                return Scalar(ReadBlockText(least - 1), properties, isPlain: false);
            default:
                var value = ReadInline(least, properties);
                EndLine();
                return value;
        }
    }

    private ArrayValue ReadList()
    {
        var column = Column;
        var items = new List<FluidValue>();
        while (Current == '-' && IsBlank(Next) && Column == column)
        {
            _at++;
            items.Add(ReadNode(column + 1, Place.Item));
            SkipToContent();
        }

        RefuseDeeper(column);
        return new ArrayValue(items);
    }

    private OrderedMapValue ReadMap()
    {
        var column = Column;
        var map = new OrderedMapValue();
        var merged = new List<FluidValue>();
        do
        {
            if (!IsEntryAhead())
            {
                throw Failure("a key and a colon are expected here");
            }

            var at = _at;
            if (Current == '?' && IsBlank(Next))
            {
                _at++;
                Add(map, merged, KeyOf(ReadNode(column + 1, Place.Item)), ReadMarkedValue(column), at);
            }
            else
            {
                Add(map, merged, ReadKey(), ReadNode(column + 1, Place.MapValue), at);
            }

            SkipToContent();
        }
        while (!IsAtEnd && Column == column && !IsAtMarker("---") && !IsAtMarker("..."));

        RefuseDeeper(column);
        Merge(map, merged);
        return map;
    }

    // After a key with a question mark the value has a line of its own, or there is none.
    private FluidValue ReadMarkedValue(int column)
    {
        SkipToContent();
        if (Current != ':' || !IsBlank(Next) || Column != column)
        {
            return NilValue.Instance;
        }

        _at++;
        return ReadNode(column + 1, Place.Item);
    }

    private void Add(OrderedMapValue map, List<FluidValue> merged, string key, FluidValue value, int at)
    {
        if (key == "<<" && _text[at] == '<')
        {
            merged.Add(value);
        }
        else if (!map.TryAdd(key, value))
        {
            throw FailureAt(at, $"the key {PlainText.Quoted(key)} is there twice");
        }
    }

    // What is merged in stands behind the map's own keys, and earlier maps before later ones.
    private void Merge(OrderedMapValue map, List<FluidValue> merged)
    {
        foreach (var value in merged)
        {
            foreach (var item in value is ArrayValue ? Lists.Items(value) : [value])
            {
                foreach (var (key, inner) in item is MapValue other ? other.Entries : throw Failure("only maps can be merged with <<"))
                {
                    map.TryAdd(key, inner);
                }
            }
        }
    }

    private void RefuseDeeper(int column)
    {
        if (!IsAtEnd && Column > column)
        {
            throw Failure("this line is indented more than the one it belongs to");
        }
    }

    private bool BeginLine()
    {
        var from = _at;
        var hasMoved = SkipToContent();
        if (hasMoved && !IsAtEnd && _text.AsSpan(_at - Column, Column).Contains('\t'))
        {
            throw FailureAt(from < _at ? _at : from, "a tab cannot indent");
        }

        return hasMoved;
    }

    private bool IsInside(int least, Place place, bool hasMoved)
    {
        if (IsAtEnd || !hasMoved)
        {
            return !IsAtEnd && !(Column == 0 && (IsAtMarker("---") || IsAtMarker("...")));
        }

        var column = Column;
        return (column >= least || (place == Place.MapValue && column == least - 1 && Current == '-' && IsBlank(Next))) &&
            !IsAtMarker("---") && !IsAtMarker("...");
    }

    private bool IsEntryAhead() => (Current == '?' && IsBlank(Next)) || IsKeyAhead();

    // Whether this line begins with a key: quoted or not, then a colon and a blank.
    private bool IsKeyAhead()
    {
        var from = _at;
        SkipPropertiesOnLine();
        var isKey = Current switch
        {
            '"' or '\'' => SkipQuotedOnLine() && IsColonNext(),
            '*' => SkipName() && IsColonNext(),
            _ => CanBeginPlain() && SkipPlainOnLine() && IsKeyColon(),
        };
        _at = from;
        return isKey;
    }

    private bool IsColonNext()
    {
        SkipBlanks();
        return Current == ':' && (IsBlank(Next) || _flows > 0);
    }

    private string ReadKey()
    {
        var nodes = _nodes;
        Count(1);
        var properties = ReadProperties();
        SkipBlanks();
        var from = _at;
        string key;
        switch (Current)
        {
            case '"' or '\'':
                key = ReadQuoted();
                break;
            case '*':
                key = KeyOf(ReadAlias());
                break;
            default:
                SkipPlainOnLine();
                key = _text[from.._at].TrimEnd(' ', '\t');
                break;
        }

        Remember(properties, Scalar(key, properties, isPlain: false), nodes);
        SkipBlanks();
        _at++;
        return key;
    }
}
