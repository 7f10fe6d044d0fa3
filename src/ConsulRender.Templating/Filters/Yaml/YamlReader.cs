using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>
/// Reads one text of YAML 1.2 into template values. Keys are text; the core schema decides what plain scalars are. What a
/// configuration file does not need is refused: keys that are lists or maps, and tags of somebody's own.
/// </summary>
internal sealed partial class YamlReader
{
    private const int ByteOrderMark = 0xFEFF;

    // An alias counts as much as what it stands for, so a few lines cannot stand for more than this.
    private const int MostNodes = 1_000_000;

    private readonly string _text;
    private readonly Dictionary<string, Anchor> _anchors = new(StringComparer.Ordinal);
    private int _at;
    private int _nodes;
    private int _depth;

    internal YamlReader(string text)
    {
        _text = text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text;
        _at = _text.Length > 0 && _text[0] == ByteOrderMark ? 1 : 0;
        if (_text.IndexOf('\0', StringComparison.Ordinal) is var zero and >= 0)
        {
            throw FailureAt(zero, "a zero byte is no text");
        }
    }

    private bool IsAtEnd => _at >= _text.Length;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private int Column => _at == 0 ? 0 : _at - (_text.LastIndexOf('\n', _at - 1) + 1);

    /// <summary>All documents of the text; one when there is none at all, which is nil.</summary>
    /// <exception cref="FormatException">The text is not YAML, with line and column.</exception>
    internal IReadOnlyList<FluidValue> ReadDocuments()
    {
        var documents = new List<FluidValue>();
        do
        {
            var hasDirectives = SkipDirectives();
            var isMarked = IsAtMarker("---");
            if (hasDirectives && !isMarked)
            {
                throw Failure("a line with --- must follow the directives");
            }

            _anchors.Clear();
            _at += isMarked ? 3 : 0;
            documents.Add(ReadNode(0, isMarked ? Place.AfterMarker : Place.Item));
            EndDocument();
        }
        while (!IsAtEnd);

        return documents;
    }

    private bool SkipDirectives()
    {
        SkipToContent();
        var hasDirectives = false;
        while (Current == '%' && Column == 0)
        {
            SkipLine();
            SkipToContent();
            hasDirectives = true;
        }

        return hasDirectives;
    }

    private void EndDocument()
    {
        SkipToContent();
        if (IsAtMarker("..."))
        {
            _at += 3;
            EndLine();
            SkipToContent();
        }
        else if (!IsAtEnd && !IsAtMarker("---"))
        {
            throw Failure("this does not belong to what stands before it; is the indentation right?");
        }
    }

    private bool IsAtMarker(string marker) => string.CompareOrdinal(_text, _at, marker, 0, 3) == 0 && Column == 0 &&
        IsBlank(_at + 3 < _text.Length ? _text[_at + 3] : '\0');

    // Blanks, comments and line ends; true when another line was begun.
    private bool SkipToContent()
    {
        var hasMoved = false;
        while (true)
        {
            SkipBlanks();
            if (IsAtComment())
            {
                SkipLine();
            }

            if (Current != '\n')
            {
                return hasMoved;
            }

            _at++;
            hasMoved = true;
        }
    }

    private bool IsAtComment() => Current == '#' && (_at == 0 || IsBlank(_text[_at - 1]));

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            _at++;
        }
    }

    private void SkipLine() => _at = _text.IndexOf('\n', _at) is var end and >= 0 ? end : _text.Length;

    // After a value that ends on its line nothing but a comment may stand.
    private void EndLine()
    {
        SkipBlanks();
        if (IsAtComment())
        {
            SkipLine();
        }

        if (!IsAtEnd && Current != '\n')
        {
            throw Failure($"\"{Current}\" is not expected here; is the indentation right, or does the text want quotes?");
        }
    }

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > MostNodes)
        {
            throw Failure($"the text stands for more than {MostNodes} values");
        }
    }

    private void Deepen()
    {
        if (++_depth > BuiltMapValue.MostNesting)
        {
            throw Failure($"lists and maps are nested more than {BuiltMapValue.MostNesting} deep");
        }
    }

    private FormatException Failure(string message) => FailureAt(_at, message);

    // The text is not quoted: what a key in Consul holds may be a secret.
    private FormatException FailureAt(int at, string message)
    {
        var before = _text.AsSpan(0, at);
        return new FormatException($"not YAML at line {before.Count('\n') + 1}, column {at - before.LastIndexOf('\n')} of the text: {message}");
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\n' or '\0';

    /// <summary>What an anchor stands for, and how many values that is.</summary>
    private sealed record Anchor(FluidValue Value, int Nodes);
}
