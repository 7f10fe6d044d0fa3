using System.Text;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>Text after a bar, line by line, or after an angle, folded.</summary>
internal sealed partial class YamlReader
{
    private string ReadBlockText(int parent)
    {
        var isFolded = Current == '>';
        _at++;
        var (keeps, added) = ReadBlockHeader();
        var indentation = added > 0 ? Math.Max(parent, 0) + added : FindIndentation(parent + 1);
        var text = new StringBuilder();
        var (pending, blankLines, wasIndented) = ("", 0, false);
        while (TryReadLine(indentation, out var line))
        {
            if (line.Length == 0)
            {
                blankLines++;
                continue;
            }

            // One line end between two lines of the same paragraph is a blank.
            var isIndented = line[0] is ' ' or '\t';
            var isFoldedHere = isFolded && pending.Length > 0 && !wasIndented && !isIndented;
            text.Append(isFoldedHere ? blankLines == 0 ? " " : "" : pending).Append('\n', blankLines).Append(line);
            (pending, blankLines, wasIndented) = (IsAtEnd && _text[^1] != '\n' ? "" : "\n", 0, isIndented);
        }

        return keeps switch
        {
            '-' => text.ToString(),
            '+' => text.Append(pending).Append('\n', blankLines).ToString(),
            _ => text.Append(pending).ToString(),
        };
    }

    // What becomes of line ends at the end, and how much deeper than its parent the text stands; 0 when its first line tells.
    private (char Keeps, int Added) ReadBlockHeader()
    {
        var keeps = TakeSign();
        var added = 0;
        if (Current is >= '1' and <= '9')
        {
            added = Current - '0';
            _at++;
        }

        keeps = keeps == ' ' ? TakeSign() : keeps;
        EndLine();
        _at += IsAtEnd ? 0 : 1;
        return (keeps, added);
    }

    private char TakeSign() => Current is '-' or '+' ? _text[_at++] : ' ';

    // The first line that is not blank tells; a blank line before it with more blanks would be read by each reader in its own way.
    private int FindIndentation(int least)
    {
        var widest = 0;
        for (var at = _at; at < _text.Length; at++)
        {
            var from = at;
            while (at < _text.Length && _text[at] == ' ')
            {
                at++;
            }

            if (at < _text.Length && _text[at] != '\n')
            {
                var found = Math.Max(least, at - from);
                return widest <= found ? found : throw FailureAt(from, "a blank line before this one has more blanks than it");
            }

            widest = Math.Max(widest, at - from);
        }

        return least;
    }

    // A line without its indentation; false at a line that stands too far left, which ends the text.
    private bool TryReadLine(int indentation, out ReadOnlySpan<char> line)
    {
        line = default;
        if (IsAtEnd || IsAtMarker("---") || IsAtMarker("..."))
        {
            return false;
        }

        var end = _text.IndexOf('\n', _at) is var found and >= 0 ? found : _text.Length;
        var whole = _text.AsSpan(_at, end - _at);
        var spaces = whole.Length - whole.TrimStart(' ').Length;
        if (spaces < indentation && spaces < whole.Length)
        {
            return false;
        }

        line = whole[Math.Min(indentation, whole.Length)..];
        _at = Math.Min(end + 1, _text.Length);
        return true;
    }
}
