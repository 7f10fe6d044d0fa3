namespace ConsulRender.Settings.Hcl;

/// <summary>Judges whether a line that makes no sense can be left out without changing what the next ones mean. Stateless.</summary>
internal static class HclLine
{
    /// <summary>Whether everything that begins in the first line of the text ends in it, too.</summary>
    public static bool IsWhole(ReadOnlySpan<char> text)
    {
        var (isQuoted, open) = (false, 0);
        for (var index = 0; index < text.Length && text[index] != '\n'; index++)
        {
            var character = text[index];
            if (isQuoted)
            {
                isQuoted = character != '"';
                index += character == '\\' ? 1 : 0;
                continue;
            }

            switch (character)
            {
                case '"':
                    isQuoted = true;
                    break;
                case '#':
                case '/' when index + 1 < text.Length && text[index + 1] == '/':
                    return open == 0;
                case '{' or '}' or '[' or ']' or '<':
                case '/' when index + 1 < text.Length && text[index + 1] == '*':
                    return false;
                case '(' or ')':
                    open += character == '(' ? 1 : -1;
                    break;
            }
        }

        return !isQuoted && open == 0;
    }
}
