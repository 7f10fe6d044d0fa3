using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>The unit of change: its files are evaluated, checked and swapped together, with one reload. Owned by the <see cref="Runner"/>; nothing else touches it.</summary>
internal sealed class OutputGroup(string name, IReadOnlyList<OutputFile> files, QuiescencePeriod period, TimeProvider timeProvider) : IDisposable
{
    private readonly Quiescence _quiescence = new(period, timeProvider);
    private readonly RetryDelay _retry = new(timeProvider);

    // What the last evaluation gave and no apply has taken yet.
    private List<Rendering> _pending = [];

    /// <summary>The name templates share, or the destination of the only one.</summary>
    public string Name => name;

    /// <summary>The templates with their destinations, in the order of the settings.</summary>
    public IReadOnlyList<OutputFile> Files => files;

    /// <summary>Whether news came since the last evaluation.</summary>
    public Staleness Staleness { get; } = new(timeProvider);

    /// <summary>Whether the group is to be evaluated now: news came, or a failed apply is to be tried again.</summary>
    public bool IsEvaluationDue => Staleness.Remaining == TimeSpan.Zero || _retry.Remaining == TimeSpan.Zero;

    /// <summary>Whether the pending text is to be applied now; the first time at once, later after the quiet period.</summary>
    public bool IsApplyDue => IsComplete && (Outcome is null || _quiescence.Remaining == TimeSpan.Zero);

    /// <summary>How long until something is due; null when only news can change that.</summary>
    public TimeSpan? Remaining => new[] { Staleness.Remaining, _quiescence.Remaining, _retry.Remaining }.Min();

    /// <summary>What the last evaluation read; kept when a template fails, so that a change can heal it.</summary>
    public IReadOnlySet<Dependency> Used { get; private set; } = new HashSet<Dependency>();

    /// <summary>What the last evaluation needed and did not get; while there is any, nothing is written.</summary>
    public IReadOnlyList<MissingDependency> Missing { get; private set; } = [];

    /// <summary>Whether there is text for every file.</summary>
    public bool IsComplete => _pending.Count > 0 && Missing.Count == 0;

    /// <summary>How the last apply, or the evaluation that made one impossible, ended; null before the first.</summary>
    public ApplyOutcome? Outcome { get; private set; }

    /// <summary>How many different reload commands a change runs.</summary>
    public int ReloadCount => Reloads().Count;

    /// <summary>Renders every file from one snapshot; a template that fails makes this group fail, and no other.</summary>
    /// <returns>The failure; null when there was none.</returns>
    public ApplyOutcome.Failed? Evaluate(Snapshot snapshot)
    {
        DisposePending();
        var renderings = new List<Rendering>(files.Count);
        try
        {
            foreach (var file in files)
            {
                renderings.Add(file.Render(snapshot));
            }
        }
        catch (TemplateException exception)
        {
            renderings.ForEach(rendering => rendering.Dispose());

            // What it read this time may be read by others only, who may drop it; what it read before leads there.
            Used = Used.Concat(exception.Used).ToHashSet();
            return Fail(FailureKind.Template, TemplateErrorText.Describe(exception));
        }

        _retry.Disarm();
        _pending = renderings;
        Used = renderings.Count == 1 ? renderings[0].Used : renderings.SelectMany(rendering => rendering.Used).ToHashSet();
        Missing = [.. renderings.SelectMany(rendering => rendering.Missing).DistinctBy(missing => missing.Dependency)];
        Staleness.Clear(Missing);
        if (IsComplete)
        {
            _quiescence.Touch();
        }
        else
        {
            _quiescence.Clear();
        }

        return null;
    }

    /// <summary>Says that the group cannot be applied; its files and what it watches stay as they are.</summary>
    public ApplyOutcome.Failed Fail(FailureKind kind, string message)
    {
        Discard();
        Missing = [];
        Staleness.Clear([]);
        _retry.MarkSuccess();
        var failed = new ApplyOutcome.Failed(kind, message);
        Outcome = failed;
        return failed;
    }

    /// <summary>Brings the files up to date with the last evaluation: guard, compare, stage, check, swap, reload; or leaves everything as it was.</summary>
    public async Task<ApplyOutcome> ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            Outcome = Refusal() ?? await ReplaceAsync(cancellationToken);
        }
        catch (DestinationException exception)
        {
            Outcome = new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
        finally
        {
            foreach (var file in files)
            {
                file.Destination.CleanUp();
            }
        }

        Settle();
        return Outcome;
    }

    /// <summary>Prints what would be written, in consul-template's form; writes and runs nothing.</summary>
    public async Task<ApplyOutcome> PrintAsync(TextWriter output)
    {
        try
        {
            Outcome = Refusal() ?? await PrintChangesAsync(output);
        }
        catch (DestinationException exception)
        {
            Outcome = new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }

        Settle();
        return Outcome;
    }

    /// <summary>Returns the buffers of text that was never written.</summary>
    public void Dispose() => Discard();

    private async Task<ApplyOutcome> ReplaceAsync(CancellationToken cancellationToken)
    {
        var changed = Pending().Where(file => file.Destination.Differs(file.Text)).ToList();
        if (changed.Count == 0)
        {
            return new ApplyOutcome.Unchanged();
        }

        foreach (var (destination, text) in changed)
        {
            destination.Stage(text);
        }

        var destinations = changed.ConvertAll(file => file.Destination);
        var checkOutput = new List<string>();
        if (await CheckAsync(checkOutput, cancellationToken) is { } rejected)
        {
            return rejected;
        }

        return Swap(destinations)
            ?? await ReloadAsync(destinations)
            ?? (ApplyOutcome)new ApplyOutcome.Applied(destinations.ConvertAll(destination => destination.Path), checkOutput);
    }

    private async Task<ApplyOutcome> PrintChangesAsync(TextWriter output)
    {
        foreach (var (destination, text) in Pending().Where(file => file.Destination.Differs(file.Text)))
        {
            await output.WriteAsync($"> {destination.Path}\n{text}");
        }

        return new ApplyOutcome.Unchanged();
    }

    private IEnumerable<(Destination Destination, RenderedText Text)> Pending() =>
        files.Zip(_pending, (file, rendering) => (file.Destination, rendering.Text));

    private void Settle()
    {
        Discard();
        if (Outcome is ApplyOutcome.Failed)
        {
            _retry.MarkFailure();
        }
        else
        {
            _retry.MarkSuccess();
        }
    }

    private ApplyOutcome.Failed? Refusal()
    {
        foreach (var (file, rendering) in files.Zip(_pending))
        {
            if (file.Refusal(rendering.Text) is { } reason)
            {
                return new ApplyOutcome.Failed(FailureKind.Guard, $"{file.Destination.Path}: {reason}");
            }
        }

        return null;
    }

    private async Task<ApplyOutcome.Failed?> CheckAsync(List<string> checkOutput, CancellationToken cancellationToken)
    {
        var checks = files.Where(file => file.Check is not null)
            .Select(file => (Command: file.Check!, file.Destination.CheckedPath, file.Destination.Path))
            .DistinctBy(check => (check.Command.Line, check.CheckedPath));
        foreach (var (command, checkedPath, path) in checks)
        {
            var outcome = await command.RunAsync(checkedPath, cancellationToken);
            if (!outcome.Succeeded)
            {
                return new ApplyOutcome.Failed(
                    FailureKind.Check,
                    $"{path}: check command \"{command.Line}\" {outcome.Problem}; the file was left as it is{Indented(outcome.Output)}");
            }

            if (outcome.Output.Length > 0)
            {
                checkOutput.Add($"{path}: check command said: {outcome.Output}");
            }
        }

        return null;
    }

    // Swaps all or none. The previous files are kept only when a later step could need them.
    private ApplyOutcome.Failed? Swap(List<Destination> changed)
    {
        if (changed.Count > 1 || files.Any(file => file.Reload is not null))
        {
            changed.ForEach(destination => destination.KeepPrevious());
        }

        try
        {
            changed.ForEach(destination => destination.Swap());
            FlushDirectories(changed);
            return null;
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, string.Join('\n', [exception.Message, .. Restore(changed)]));
        }
    }

    // One file that cannot be put back must not keep the others from it.
    private static List<string> Restore(List<Destination> changed)
    {
        var problems = new List<string>();
        foreach (var destination in changed)
        {
            try
            {
                destination.Restore();
            }
            catch (DestinationException exception)
            {
                problems.Add(exception.Message);
            }
        }

        FlushDirectories(changed);
        return problems;
    }

    // A reload that has begun is finished also when the process is told to stop: its timeout bounds it, and a program
    // that was told half of a change is worse than a stop that takes a moment.
    private async Task<ApplyOutcome.Failed?> ReloadAsync(List<Destination> changed)
    {
        var reloads = Reloads();
        foreach (var command in reloads)
        {
            var outcome = await command.RunAsync(stagedPath: null, CancellationToken.None);
            if (!outcome.Succeeded)
            {
                var undone = await UndoAsync(changed, reloads);
                return new ApplyOutcome.Failed(
                    FailureKind.Reload,
                    $"{Name}: reload command \"{command.Line}\" {outcome.Problem}; {undone}{Indented(outcome.Output)}");
            }
        }

        return null;
    }

    private static async Task<string> UndoAsync(List<Destination> changed, List<ExternalCommand> reloads)
    {
        if (Restore(changed) is { Count: > 0 } problems)
        {
            // Nobody checked this mixture of files.
            return $"nothing was reloaded again, because {string.Join("; ", problems)}";
        }

        foreach (var command in reloads)
        {
            var outcome = await command.RunAsync(stagedPath: null, CancellationToken.None);
            if (!outcome.Succeeded)
            {
                return $"the previous files are back and reloading them failed, too: \"{command.Line}\" {outcome.Problem}";
            }
        }

        return "the previous files are back and were reloaded";
    }

    private List<ExternalCommand> Reloads() =>
        [.. files.Select(file => file.Reload).OfType<ExternalCommand>().DistinctBy(command => command.Line)];

    private static void FlushDirectories(List<Destination> changed)
    {
        foreach (var directory in changed.Select(destination => destination.Directory).Distinct())
        {
            FileSystem.FlushDirectory(directory);
        }
    }

    private static string Indented(string output) =>
        output.Length == 0 ? "" : $"\n  {output.Replace("\n", "\n  ", StringComparison.Ordinal)}";

    private void Discard()
    {
        DisposePending();
        _quiescence.Clear();
    }

    private void DisposePending()
    {
        foreach (var rendering in _pending)
        {
            rendering.Dispose();
        }

        _pending = [];
    }
}
