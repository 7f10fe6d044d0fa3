using ConsulRender.Consul;
using ConsulRender.Groups;
using ConsulRender.Templating;

namespace ConsulRender.Planning;

/// <summary>Compares what a group would write with what is on the disk, and shows no value of a redacted key; owned by the loop.</summary>
internal sealed class Planner(IReadOnlyList<string> redact)
{
    // More is no configuration that anybody would read as a difference.
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly RedactedKeys _keys = new(redact);
    private readonly HashSet<string> _matched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hiddenGroups = new(StringComparer.Ordinal);
    private readonly HashSet<Dependency> _hidden = [];

    /// <summary>What would become of each file of a pending change.</summary>
    /// <exception cref="DestinationException">A file cannot be read.</exception>
    public IEnumerable<PlannedFile> Plan(IReadOnlyList<PendingFile> pending, Snapshot snapshot)
    {
        OutputFile? source = null;
        Redaction? redaction = null;
        var place = 0;
        foreach (var file in pending)
        {
            // The files of one template stand together, in the order of its items.
            if (!ReferenceEquals(source, file.Source))
            {
                (source, place) = (file.Source, 0);
                redaction = redact.Count == 0 ? null : new Redaction(_keys, snapshot, source);
            }

            yield return Compare(file, redaction, place++);
        }
    }

    /// <summary>Takes note of what a group has read; it has to be said before anything is told of the group.</summary>
    /// <returns>Whether it read values that must not be seen.</returns>
    public bool Look(OutputGroup group, Snapshot snapshot)
    {
        if (redact.Count == 0)
        {
            return false;
        }

        _matched.UnionWith(RedactedKeys.Matching(redact, snapshot, group.Used));
        var isSecret = _keys.Values(snapshot, group.Used).Count > 0;
        if (isSecret)
        {
            _hidden.UnionWith(group.Used);
            _hiddenGroups.Add(group.Name);
        }

        // What was read once may be gone, and its traces are not.
        return isSecret || _hiddenGroups.Contains(group.Name);
    }

    /// <summary>Whether a question may be made of values that must not be seen.</summary>
    public bool Hides(Dependency dependency) => _hidden.Contains(dependency);

    /// <summary>What a group waits for, as it may be told.</summary>
    public IReadOnlyList<MissingDependency> Shown(OutputGroup group) => !_hiddenGroups.Contains(group.Name) || group.Missing.Count == 0
        ? group.Missing
        : [.. group.Missing.Select(missing => missing with { IsHidden = true, IsAbsent = true, Position = Shown(missing.Position, group) })];

    /// <summary>The place of a message of a group that has read what must not be seen; whatever was derived from that may stand in the rest.</summary>
    public static string Hide(string message, OutputGroup group)
    {
        var places = message.Split('\n').Select(line => Place(line, group)).OfType<string>().Distinct(StringComparer.Ordinal).DefaultIfEmpty(group.Name);
        return string.Join('\n', places.Select(place => $"{place}: why is not shown, because it read redacted keys (run consulrender -once -dry where its output may be seen)"));
    }

    /// <summary>A warning for each pattern that matched nothing at all.</summary>
    public IEnumerable<string> Unmatched() => redact.Where(pattern => !_matched.Contains(pattern)).Select(pattern =>
        $"redact: \"{pattern}\" matches no key that was read" + (pattern.EndsWith('*') || pattern.EndsWith('/') ? "" : $"; write \"{pattern}/**\" for everything below it"));

    // Only the names that the settings give are known to hold nothing secret.
    private static string? Place(string line, OutputGroup group)
    {
        foreach (var name in group.Files.Select(file => file.TemplateName))
        {
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
            {
                var parts = line[(name.Length + 1)..].Split(':', 3);
                if (parts.Length == 3 && parts[..2].All(part => part.Length is > 0 and < 7 && part.All(char.IsAsciiDigit)))
                {
                    return $"{name}:{parts[0]}:{parts[1]}";
                }
            }
        }

        return null;
    }

    private static SourcePosition Shown(SourcePosition position, OutputGroup group) =>
        group.Files.Any(file => file.TemplateName == position.Template) ? position : position with { Template = group.Files[0].TemplateName, Line = 0 };

    private static PlannedFile Compare(PendingFile file, Redaction? redaction, int place)
    {
        var live = file.Destination.Look();
        var path = redaction?.HidesName(file, place) == true ? $"{file.Source.Destination.Path} (a name with redacted keys in it)" : file.Destination.Path;
        var shown = SafeText.Of(path);
        var name = shown.TrimStart('/');
        var notes = Notes(shown, live, isRemoved: file.Text is null).ToList();
        var bytes = file.Text is { } text ? Bytes(text) : [];
        if (file.Text is not null && live.Bytes is { } old && old.AsSpan().SequenceEqual(bytes))
        {
            return new PlannedFile(path, notes);
        }

        notes.Add(new DiffLine(DiffLineKind.Name, live.Bytes is null ? "--- /dev/null" : $"--- a/{name}"));
        notes.Add(new DiffLine(DiffLineKind.Name, file.Text is null ? "+++ /dev/null" : $"+++ b/{name}"));
        notes.AddRange(Difference(live.Bytes ?? [], bytes, redaction, file.Text is null ? Redaction.Nowhere : place));
        return new PlannedFile(path, notes);
    }

    private static IEnumerable<DiffLine> Notes(string shown, LiveFile live, bool isRemoved)
    {
        if (isRemoved)
        {
            yield return new DiffLine(DiffLineKind.Note, $"{shown}: removed");
            yield break;
        }

        if (live.Status is not { } now)
        {
            yield return new DiffLine(DiffLineKind.Note, $"{shown}: new file, mode {Octal(live.Mode)}{(live.User is null && live.Group is null ? "" : $", owner {live.User}:{live.Group}")}");
            yield break;
        }

        if (live.Mode != now.Mode)
        {
            yield return new DiffLine(DiffLineKind.Note, $"{shown}: mode {Octal(now.Mode)} -> {Octal(live.Mode)}");
        }

        if (live.User != now.User || live.Group != now.Group)
        {
            yield return new DiffLine(DiffLineKind.Note, $"{shown}: owner {now.User}:{now.Group} -> {live.User}:{live.Group}");
        }
    }

    private static IEnumerable<DiffLine> Difference(byte[] old, byte[] bytes, Redaction? redaction, int place)
    {
        if (Math.Max(old.Length, bytes.Length) > MostBytes)
        {
            return [Untold($"longer than {MostBytes >> 20} MiB")];
        }

        var (before, after) = (TextLines.Of(old), TextLines.Of(bytes));
        if (redaction is null)
        {
            return UnifiedDiff.Lines(before, after, at => SafeText.Of(before.Lines[at]), at => SafeText.Of(after.Lines[at]));
        }

        var (mask, reason) = redaction.Mask(after, place);
        return mask is null
            ? [Untold(reason!)]
            : UnifiedDiff.Lines(before, after, at => SafeText.Of(mask.Old(before.Lines[at])), at => SafeText.Of(mask.New(at)));
    }

    private static DiffLine Untold(string reason) => new(DiffLineKind.Note, $"! the texts differ; the difference is not shown: {reason}");

    /// <summary>A text in one piece.</summary>
    internal static byte[] Bytes(RenderedText text)
    {
        var bytes = new byte[text.Length];
        var at = 0;
        foreach (var piece in text.Pieces)
        {
            piece.Span.CopyTo(bytes.AsSpan(at));
            at += piece.Length;
        }

        return bytes;
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
