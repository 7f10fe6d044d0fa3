using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender.Planning;

/// <summary>Compares what a group would write with what is on the disk, and shows no value of a redacted key; owned by the loop.</summary>
internal sealed class Planner(IReadOnlyList<string> redact)
{
    // More is no configuration that anybody would read as a difference.
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly RedactedKeys _keys = new(redact);

    /// <summary>What would become of each file of a group that is complete, and why a guard would not let it; the second is null when it would.</summary>
    /// <exception cref="DestinationException">A file cannot be read.</exception>
    public (IReadOnlyList<PlannedFile> Files, string? Refusal) Plan(OutputGroup group, Snapshot snapshot)
    {
        var planned = new List<PlannedFile>();
        foreach (var file in group.Files)
        {
            using var rendering = file.Render(snapshot);
            if (file.Refusal(rendering.Text) is { } refusal)
            {
                return (planned, $"{file.Destination.Path}: {refusal}");
            }

            planned.Add(Compare(file, rendering, snapshot));
        }

        return (planned, null);
    }

    /// <summary>A message without what stands in the redacted values that somebody read.</summary>
    public string Hide(string message, IReadOnlySet<Dependency> used, Snapshot snapshot) =>
        redact.Count == 0 || _keys.Values(snapshot, used) is not { Count: > 0 } values ? message
        : SecretPieces.Of(values) is { } pieces ? string.Join('\n', message.Split('\n').Select(line => LineMask.Show(line, pieces.Mark(line))))
        : "it failed; why is not shown, because a redacted key is very long";

    private PlannedFile Compare(OutputFile file, Rendering rendering, Snapshot snapshot)
    {
        var (destination, live) = (file.Destination, file.Destination.Look());
        var notes = Notes(destination.Path, live).ToList();
        var bytes = Bytes(rendering.Text);
        if (live.Bytes is { } old && old.AsSpan().SequenceEqual(bytes))
        {
            return new PlannedFile(destination.Path, notes);
        }

        var shown = SafeText.Of(destination.Path);
        var name = shown.TrimStart('/');
        notes.Add(new DiffLine(DiffLineKind.Name, live.Bytes is null ? "--- /dev/null" : $"--- a/{name}"));
        notes.Add(new DiffLine(DiffLineKind.Name, $"+++ b/{name}"));
        notes.AddRange(Difference(file, rendering, snapshot, live.Bytes ?? [], bytes));
        return new PlannedFile(destination.Path, notes);
    }

    private static IEnumerable<DiffLine> Notes(string path, LiveFile live)
    {
        var shown = SafeText.Of(path);
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

    private IEnumerable<DiffLine> Difference(OutputFile file, Rendering rendering, Snapshot snapshot, byte[] old, byte[] bytes)
    {
        if (Math.Max(old.Length, bytes.Length) > MostBytes)
        {
            return [Untold($"longer than {MostBytes >> 20} MiB")];
        }

        var (before, after) = (TextLines.Of(old), TextLines.Of(bytes));
        if (redact.Count == 0)
        {
            return UnifiedDiff.Lines(before, after, at => SafeText.Of(before.Lines[at]), at => SafeText.Of(after.Lines[at]));
        }

        var (mask, reason) = new Redaction(_keys, snapshot, rendering.Used).Mask(after, other => Render(file, other));
        return mask is null
            ? [Untold(reason!)]
            : UnifiedDiff.Lines(before, after, at => SafeText.Of(mask.Old(before.Lines[at])), at => SafeText.Of(mask.New(at)));
    }

    private static DiffLine Untold(string reason) => new(DiffLineKind.Note, $"! the texts differ; the difference is not shown: {reason}");

    // Null when there is no whole text, or too much of it.
    private static TextLines? Render(OutputFile file, Snapshot snapshot)
    {
        try
        {
            using var rendering = file.Render(snapshot);
            return rendering.IsComplete && rendering.Text.Length <= MostBytes ? TextLines.Of(Bytes(rendering.Text)) : null;
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private static byte[] Bytes(RenderedText text)
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
