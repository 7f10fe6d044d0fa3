using ConsulRender.Consul;
using ConsulRender.Groups;
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
        _pieces = SecretPieces.Of([.. _secrets, .. _secrets.SelectMany(Decoded)]);
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
        var accepted = new List<Alternative>();
        foreach (var alternative in _alternatives)
        {
            if (alternative.At(place)?.Text is { } other && other.Lines.Count == text.Lines.Count && other.EndsOpen == text.EndsOpen)
            {
                others.Add(other.Lines);
                accepted.Add(alternative);
            }
            else if (alternative.IsNeeded)
            {
                return (null, alternative.Files is null
                    ? "the template cannot be rendered with other values in the place of redacted ones"
                    : "which lines there are depends on redacted keys");
            }
        }

        return _secrets.All(secret => IsHidden(secret, accepted))
            ? (new LineMask(text.Lines, others, _pieces), null)
            : (null, "a redacted key has values of signs, and the template needs the signs it has");
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

    // The last two change more than some templates can bear; where one can, more is found. What a JSON string says is no part of how the text is parsed,
    // so its signs change, too, in a round that each template must bear.
    private static IEnumerable<(Func<string, string> Replace, bool IsNeeded)> Replacements(IReadOnlyList<string> secrets)
    {
        yield return (secret => Disguise.Json(secret, Shape(1), Same, 1) ?? Disguise.Shape(secret, 1), true);
        yield return (secret => Disguise.Json(secret, Opaque(2), Same, 2) ?? Disguise.Shape(secret, 2), true);
        if (secrets.Any(IsJson))
        {
            yield return (secret => Disguise.Json(secret, Shape(3), Shape(3), 3) ?? Disguise.Shape(secret, 3), false);
        }

        yield return (Opaque(4), false);
    }

    private static Func<string, string> Shape(int round) => text => Disguise.Shape(text, round);

    private static Func<string, string> Opaque(int round) => text => Disguise.Opaque(text, round);

    private static string Same(string text) => text;

    private static bool IsJson(string secret) => Disguise.Json(secret, Same, Same, 1) is not null;

    // What the strings of a JSON text say, with the names of its fields.
    private static List<string> Decoded(string secret)
    {
        var said = new List<string>();
        _ = Disguise.Json(secret, Note, Note, 1);
        return said;

        string Note(string text)
        {
            said.Add(text);
            return text;
        }
    }

    // Judged by the values of a JSON text, of which each was changed, or not, by itself. Nothing but white space has no other shape, and nothing in it that
    // could be told.
    private static bool IsHidden(string secret, List<Alternative> accepted)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return true;
        }

        if (!IsJson(secret))
        {
            return accepted.Exists(alternative => Disguise.IsOther(secret, alternative.Replace(secret)));
        }

        var values = Values(secret);
        var others = accepted.ConvertAll(alternative => Values(alternative.Replace(secret)));
        return Enumerable.Range(0, values.Count).All(at =>
            string.IsNullOrWhiteSpace(values[at]) || others.Exists(other => other.Count != values.Count || Disguise.IsOther(values[at], other[at])));
    }

    private static List<string> Values(string secret)
    {
        var values = new List<string>();
        _ = Disguise.Json(secret, Note, Same, 1);
        return values;

        string Note(string text)
        {
            values.Add(text);
            return text;
        }
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
