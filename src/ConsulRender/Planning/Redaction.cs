using ConsulRender.Consul;

namespace ConsulRender.Planning;

/// <summary>
/// Finds what comes from redacted values in a rendered text, whatever filters have made of them: the text is rendered again with other values in their
/// place, and what differs comes from them. Used once.
/// </summary>
internal sealed class Redaction(RedactedKeys keys, Snapshot snapshot, IReadOnlySet<Dependency> used)
{
    /// <summary>How to show the lines of the text, or why they cannot be shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="render">Renders it again; null when that gives no text.</param>
    public (LineMask? Mask, string? Reason) Mask(TextLines text, Func<Snapshot, TextLines?> render)
    {
        var secrets = keys.Values(snapshot, used);
        if (secrets.Count == 0)
        {
            return (new LineMask(text.Lines, [], pieces: null), null);
        }

        if (SecretPieces.Of(secrets) is not { } pieces)
        {
            return (null, "a redacted key is very long");
        }

        var others = new List<IReadOnlyList<string>>();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (replace, isNeeded) in Replacements(secrets))
        {
            if (render(keys.Replace(snapshot, used, replace)) is not { } other)
            {
                if (isNeeded)
                {
                    return (null, "the template cannot be rendered with other values in the place of redacted ones");
                }
            }
            else if (other.Lines.Count == text.Lines.Count && other.EndsOpen == text.EndsOpen)
            {
                others.Add(other.Lines);
                changed.UnionWith(secrets.Where(secret => replace(secret) != secret));
            }
            else if (isNeeded)
            {
                return (null, "which lines there are depends on redacted keys");
            }
        }

        // Nothing but white space has no other shape, and nothing in it that could be told.
        return secrets.All(secret => changed.Contains(secret) || string.IsNullOrWhiteSpace(secret))
            ? (new LineMask(text.Lines, others, pieces), null)
            : (null, "a redacted key has no letters and digits, and the template needs the signs it has");
    }

    // The last two change more than some templates can bear; where one can, more is found.
    private static IEnumerable<(Func<string, string> Replace, bool IsNeeded)> Replacements(IReadOnlyList<string> secrets)
    {
        yield return (secret => Disguise.KeepingNames(secret, 1) ?? Disguise.Shape(secret, 1), true);
        yield return (secret => Disguise.KeepingNames(secret, 2) ?? Disguise.Shape(secret, 2), true);
        if (secrets.Any(secret => Disguise.KeepingNames(secret, 1) is not null))
        {
            yield return (secret => Disguise.Shape(secret, 3), false);
        }

        yield return (secret => Disguise.Opaque(secret, 4), false);
    }
}
