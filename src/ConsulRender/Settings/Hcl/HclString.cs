using System.Text;

namespace ConsulRender.Settings.Hcl;

/// <summary>Reads a string in quotes. Stateless.</summary>
internal static class HclString
{
    private const string NotClosed = "the ${ in this string is not closed; write } behind it";

    /// <summary>The string's text; the cursor stands at the opening quote, and behind the closing one afterwards.</summary>
    public static string Read(HclCursor cursor, HclProblems problems)
    {
        var opening = cursor.Place;
        cursor.Skip(1);
        var plain = Plain(cursor);
        if (cursor.Current == '"')
        {
            cursor.Skip(1);
            return plain.ToString();
        }

        var text = new StringBuilder().Append(plain);
        HclPlace? endless = null;
        while (cursor.Current != '"')
        {
            switch (cursor.Current)
            {
                case '\0' or '\n':
                    problems.Stop(endless ?? opening, endless is null
                        ? "this string is not closed; write \" at its end, or a text of several lines as a heredoc (<<EOF)"
                        : NotClosed);
                    return "";
                case '\\':
                    HclEscape.Read(cursor, problems, text);
                    break;
                case '$' when cursor.Peek(1) == '{':
                    var (place, line) = (cursor.Place, cursor.Line);
                    Interpolation(cursor, problems, text);

                    // When the string has no end, the one that was meant stands in here.
                    endless ??= cursor.Line > line ? place : null;
                    break;
                default:
                    text.Append('$');
                    cursor.Skip(1);
                    break;
            }

            text.Append(Plain(cursor));
        }

        cursor.Skip(1);
        return text.ToString();
    }

    private static ReadOnlySpan<char> Plain(HclCursor cursor)
    {
        var rest = cursor.Rest;
        var length = rest.IndexOfAny("\"\\$\n");
        cursor.Skip(length < 0 ? rest.Length : length);
        return length < 0 ? rest : rest[..length];
    }

    // HCL 1 leaves ${...} alone: quotes and line ends within its braces are part of the text, and escapes stay as they are.
    private static void Interpolation(HclCursor cursor, HclProblems problems, StringBuilder text)
    {
        var (opening, start, braces) = (cursor.Place, cursor.At, 0);
        do
        {
            if (cursor.AtEnd)
            {
                problems.Stop(opening, NotClosed);
                return;
            }

            braces += cursor.Current switch { '{' => 1, '}' => -1, _ => 0 };
            if (cursor.Current == '\\')
            {
                HclEscape.Skip(cursor, problems);
            }
            else
            {
                cursor.Step();
            }
        }
        while (braces > 0 || cursor.At == start + 1);

        text.Append(cursor.Text, start, cursor.At - start);
    }
}
