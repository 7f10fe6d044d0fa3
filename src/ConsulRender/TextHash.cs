namespace ConsulRender;

/// <summary>A number for a text, the same in every process (FNV-1a); for names of files, not against an enemy. Stateless.</summary>
internal static class TextHash
{
    /// <summary>The number of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037;
        foreach (var one in text)
        {
            hash = unchecked((hash ^ one) * 1099511628211);
        }

        return hash;
    }

    /// <summary>The number.</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211);
        }

        return hash;
    }
}
