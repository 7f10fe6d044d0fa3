namespace ConsulRender.Templating.Values;

/// <summary>Text counted in characters as people and Liquid count them, where .NET counts some twice.</summary>
internal static class CodePoints
{
    internal static int Count(string text)
    {
        var count = text.Length;
        for (var at = FirstSurrogate(text); at < text.Length - 1; at++)
        {
            if (char.IsSurrogatePair(text[at], text[at + 1]))
            {
                count--;
                at++;
            }
        }

        return count;
    }

    internal static string Part(string text, int start, int count)
    {
        if (FirstSurrogate(text) == text.Length)
        {
            return text.Substring(start, count);
        }

        var from = Index(text, 0, start);
        return text[from..Index(text, from, count)];
    }

    private static int Index(string text, int from, int count)
    {
        var at = from;
        for (var passed = 0; passed < count && at < text.Length; passed++)
        {
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        }

        return at;
    }

    // Hardly any text has some, and this is quick to see.
    private static int FirstSurrogate(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        return first < 0 ? text.Length : first;
    }
}
