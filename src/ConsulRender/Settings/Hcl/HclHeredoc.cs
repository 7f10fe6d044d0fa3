using System.Text;

namespace ConsulRender.Settings.Hcl;

/// <summary>Reads a text of several lines: <c>&lt;&lt;EOF</c> or <c>&lt;&lt;-EOF</c>, the lines, <c>EOF</c>. Stateless.</summary>
internal static class HclHeredoc
{
    /// <summary>The text; the cursor stands at the first <c>&lt;</c>, and behind the end marker afterwards.</summary>
    public static string Read(HclCursor cursor, HclProblems problems)
    {
        var opening = cursor.Place;
        cursor.Skip(2);
        var isIndented = cursor.Current == '-';
        cursor.Skip(isIndented ? 1 : 0);
        var marker = cursor.Rest[..cursor.WordLength("")].ToString();
        cursor.Skip(marker.Length);
        var behind = cursor.RestOfLine();
        if (marker.Length == 0 || !behind.TrimEnd('\r').IsEmpty)
        {
            var isBlank = behind.Trim(" \t\r").IsEmpty;
            problems.Add(cursor.Place, marker.Length == 0 ? "the marker of a heredoc stands without blanks and quotes behind <<, as in <<EOF"
                : isBlank ? "there are blanks behind the marker of this heredoc; remove them"
                : "the text of a heredoc begins in the line behind its marker");
            if (marker.Length == 0 || !isBlank)
            {
                problems.Stop();
                return "";
            }
        }

        cursor.Skip(behind.Length);
        return Lines(cursor, problems, opening, marker, isIndented);
    }

    private static string Lines(HclCursor cursor, HclProblems problems, HclPlace opening, string marker, bool isIndented)
    {
        HclPlace? nearly = null;
        var start = Math.Min(cursor.At + 1, cursor.Text.Length);
        while (!cursor.AtEnd)
        {
            cursor.Step();
            var line = cursor.RestOfLine();
            var indentation = line.Length - line.TrimStart(" \t\v\f\r").Length;
            var text = line[indentation..];
            if (text.TrimEnd('\r').SequenceEqual(marker))
            {
                var end = cursor.At + indentation;
                cursor.Skip(line.Length);
                return isIndented ? Outdented(cursor.Text[start..end], indentation) : cursor.Text[start..end];
            }

            nearly ??= IsNearly(text, marker) ? cursor.PlaceOf(cursor.At + indentation + marker.Length) : null;
            cursor.Skip(line.Length);
        }

        problems.Stop(nearly ?? opening, nearly is null
            ? $"this heredoc is not closed; write {marker} behind its text, alone in a line"
            : $"the end of a heredoc stands alone in its line; begin a new one behind {marker}");
        return "";
    }

    // The marker with something behind it, which is no longer word.
    private static bool IsNearly(ReadOnlySpan<char> line, string marker) =>
        line.StartsWith(marker) && !char.IsLetterOrDigit(line[marker.Length]) && line[marker.Length] is not ('_' or '-');

    // As HCL 1 does it: the end marker's blanks are taken from each line, or from none when a line has fewer, be it an empty one.
    private static string Outdented(string text, int indentation)
    {
        var prefix = text.AsSpan(text.Length - indentation);
        if (prefix.IsEmpty)
        {
            return text;
        }

        var outdented = new StringBuilder(text.Length);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            if (!line.StartsWith(prefix))
            {
                return text[..^1].TrimEnd(' ', '\t');
            }

            outdented.Append(line[prefix.Length..]);
            outdented.Append(range.End.Value < text.Length ? "\n" : "");
        }

        return outdented.ToString();
    }
}
