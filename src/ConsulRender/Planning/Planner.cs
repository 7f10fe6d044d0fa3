using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender.Planning;

/// <summary>Compares what a group would write with what is on the disk, and shows no value of a redacted key; owned by the loop.</summary>
internal sealed class Planner(IReadOnlyList<string> redact)
{
    // More is no configuration that anybody would read as a difference.
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly RedactedKeys _keys = new(redact);

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

    /// <summary>A message without what stands in the redacted values that somebody read.</summary>
    public string Hide(string message, IReadOnlySet<Dependency> used, Snapshot snapshot) =>
        redact.Count == 0 || _keys.Values(snapshot, used) is not { Count: > 0 } values ? message
        : SecretPieces.Of(values) is { } pieces ? string.Join('\n', message.Split('\n').Select(line => LineMask.Show(line, pieces.Mark(line))))
        : "it failed; why is not shown, because a redacted key is very long";

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
