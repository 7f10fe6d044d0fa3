using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender.Planning;

/// <summary>
/// Finds what comes from redacted values in the texts of one template, whatever filters have made of them: it is rendered again with other values in
/// their place, and what differs comes from them. Owned by the planner while it looks at the template's files.
/// </summary>
internal sealed class Redaction
{
    /// <summary>The place of a file that is to go, which has no text.</summary>
    public const int Nowhere = -1;

    private readonly IReadOnlyList<string> _secrets;
    private readonly SecretPieces? _pieces;
    private readonly List<Alternative> _alternatives = [];

    public Redaction(RedactedKeys keys, Snapshot snapshot, OutputFile source)
    {
        var used = Used(source, snapshot);
        _secrets = keys.Values(snapshot, used);
        _pieces = SecretPieces.Of(_secrets);
        if (_secrets.Count > 0 && _pieces is not null)
        {
            foreach (var (replace, isNeeded) in Replacements(_secrets))
            {
                _alternatives.Add(new Alternative(replace, isNeeded, Render(source, keys.Replace(snapshot, used, replace))));
            }
        }
    }

    /// <summary>How to show the lines of a text, or why they cannot be shown.</summary>
    public (LineMask? Mask, string? Reason) Mask(TextLines text, int place)
    {
        if (_secrets.Count == 0 || place == Nowhere)
        {
            return (new LineMask(text.Lines, [], _pieces), null);
        }

        if (_pieces is null)
        {
            return (null, "a redacted key is very long");
        }

        var others = new List<IReadOnlyList<string>>();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alternative in _alternatives)
        {
            if (alternative.At(place)?.Text is { } other && other.Lines.Count == text.Lines.Count && other.EndsOpen == text.EndsOpen)
            {
                others.Add(other.Lines);
                changed.UnionWith(_secrets.Where(secret => alternative.Replace(secret) != secret));
            }
            else if (alternative.IsNeeded)
            {
                return (null, alternative.Files is null
                    ? "the template cannot be rendered with other values in the place of redacted ones"
                    : "which lines there are depends on redacted keys");
            }
        }

        // Nothing but white space has no other shape, and nothing in it that could be told.
        return _secrets.All(secret => changed.Contains(secret) || string.IsNullOrWhiteSpace(secret))
            ? (new LineMask(text.Lines, others, _pieces), null)
            : (null, "a redacted key has no letters and digits, and the template needs the signs it has");
    }

    /// <summary>Whether the name of a file may tell something: it has another one with other values, or it was made with values that nobody knows.</summary>
    public bool HidesName(PendingFile file, int place)
    {
        if (file.Source.Items is null || _secrets.Count == 0)
        {
            return false;
        }

        var path = file.Destination.Path;
        return file.Text is null
            || _pieces?.Mark(path) is not null
            || _alternatives.Exists(alternative => alternative.Files is null ? alternative.IsNeeded : alternative.At(place)?.Path != path)
            || _pieces is null;
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

    private static IReadOnlySet<Dependency> Used(OutputFile source, Snapshot snapshot)
    {
        try
        {
            using var rendering = source.Render(snapshot);
            return rendering.Used;
        }
        catch (TemplateException exception)
        {
            // It was rendered a moment ago; only its time can have been too short now.
            return exception.Used;
        }
    }

    // Null when there are no whole texts.
    private static List<NamedText>? Render(OutputFile source, Snapshot snapshot)
    {
        try
        {
            using var rendering = source.Render(snapshot);
            return !rendering.IsComplete ? null
                : source.Items is null ? [new NamedText("", Lines(rendering.Text))]
                : [.. rendering.Files.Select(file => new NamedText(file.Destination, Lines(file.Text)))];
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private static TextLines Lines(RenderedText text) => TextLines.Of(Planner.Bytes(text));

    private sealed record NamedText(string Path, TextLines Text);

    private sealed record Alternative(Func<string, string> Replace, bool IsNeeded, List<NamedText>? Files)
    {
        public NamedText? At(int place) => Files is not null && place < Files.Count ? Files[place] : null;
    }
}
