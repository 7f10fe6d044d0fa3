namespace ConsulRender.Planning;

/// <summary>Every four characters that stand side by side in a secret, whatever their case, to find them elsewhere. Immutable.</summary>
internal sealed class SecretPieces
{
    /// <summary>How many characters say something.</summary>
    internal const int Length = 4;

    private const int MostCharacters = 1024 * 1024;

    private readonly HashSet<string> _pieces = new(StringComparer.Ordinal);

    private SecretPieces()
    {
    }

    /// <summary>The pieces of all lines of the secrets; null when there are too many to keep.</summary>
    public static SecretPieces? Of(IReadOnlyList<string> secrets)
    {
        if (secrets.Sum(secret => (long)secret.Length) > MostCharacters)
        {
            return null;
        }

        var pieces = new SecretPieces();
        foreach (var secret in secrets)
        {
            pieces.Add(secret.ToLowerInvariant());
        }

        return pieces;
    }

    /// <summary>Which characters of a line stand in such a piece; null when none does.</summary>
    public bool[]? Mark(string line)
    {
        if (_pieces.Count == 0 || line.Length < Length)
        {
            return null;
        }

        bool[]? marked = null;
        var lower = line.ToLowerInvariant().AsSpan();
        var lookup = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at + Length <= lower.Length; at++)
        {
            if (lookup.Contains(lower.Slice(at, Length)))
            {
                (marked ??= new bool[line.Length]).AsSpan(at, Length).Fill(true);
            }
        }

        return marked;
    }

    private void Add(string secret)
    {
        for (var at = 0; at + Length <= secret.Length; at++)
        {
            var piece = secret.AsSpan(at, Length);

            // Blanks alone say nothing and stand everywhere; a line break stands in no line.
            if (!piece.IsWhiteSpace() && !piece.Contains('\n'))
            {
                _pieces.GetAlternateLookup<ReadOnlySpan<char>>().Add(piece);
            }
        }
    }
}
