using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>The unit of change: its files are evaluated, checked and swapped together, with one reload. Owned by the <see cref="Runner"/>; nothing else touches it.</summary>
internal sealed class OutputGroup(string name, IReadOnlyList<OutputFile> files, QuiescencePeriod period, TimeProvider timeProvider) : IDisposable
{
    private readonly Staleness _staleness = new(timeProvider);
    private readonly Quiescence _quiescence = new(period, timeProvider);
    private readonly RetryDelay _retry = new(timeProvider);
    private readonly Pace _pace = new(timeProvider);

    // What the last evaluation gave and no apply has taken yet.
    private List<Rendering> _pending = [];

    /// <summary>The name templates share, or the destination of the only one.</summary>
    public string Name => name;

    /// <summary>The templates with their destinations, in the order of the settings.</summary>
    public IReadOnlyList<OutputFile> Files => files;

    /// <summary>Whether the group is to be evaluated now: news came, or a failed apply is to be tried again.</summary>
    public bool IsEvaluationDue => UntilEvaluation == TimeSpan.Zero || _retry.Remaining == TimeSpan.Zero;

    /// <summary>Whether the pending text waits for Consul to answer again, because it may mix old readings with new ones.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether the pending text is to be applied now; the first time at once, later after the quiet period.</summary>
    public bool IsApplyDue => IsComplete && !IsHeld && (Outcome is null || _quiescence.Remaining == TimeSpan.Zero);

    /// <summary>How long until something is due; null when only news can change that.</summary>
    public TimeSpan? Remaining => Soonest(Soonest(UntilEvaluation, _retry.Remaining), IsHeld ? null : _quiescence.Remaining);

    /// <summary>What the last evaluation read, the same object while it is the same; kept when a template fails, so that a change can heal it.</summary>
    public IReadOnlySet<Dependency> Used { get; private set; } = new HashSet<Dependency>();

    /// <summary>What the last evaluation needed and did not get; while there is any, nothing is written.</summary>
    public IReadOnlyList<MissingDependency> Missing { get; private set; } = [];

    /// <summary>Whether there is text for every file.</summary>
    public bool IsComplete => _pending.Count > 0 && Missing.Count == 0;

    /// <summary>How the last apply, or the evaluation that made one impossible, ended; null before the first.</summary>
    public ApplyOutcome? Outcome { get; private set; }

    // The first file is not kept waiting once everything is there that it takes.
    private TimeSpan? UntilEvaluation => _staleness.Remaining is { } stale
        ? Outcome is null && !_staleness.IsWaiting ? stale : Pace.Later(stale, _pace.Remaining)
        : null;

    /// <summary>How many different reload commands a change runs.</summary>
    public int ReloadCount => files.Select(file => file.Reload?.Line).OfType<CommandLine>().Distinct().Count();

    /// <summary>Says that a dependency which the group used has a new reading.</summary>
    public void Touch(Dependency dependency)
    {
        _staleness.Touch(dependency);
        if (_quiescence.IsPending)
        {
            // The evaluation may have to wait, and what waits to be applied must not take that for quiet.
            _quiescence.Touch();
        }
    }

    /// <summary>Renders every file from one snapshot; a template that fails makes this group fail, and no other.</summary>
    /// <returns>The failure; null when there was none.</returns>
    public ApplyOutcome.Failed? Evaluate(Snapshot snapshot)
    {
        DisposePending();
        var began = timeProvider.GetTimestamp();
        var renderings = new List<Rendering>(files.Count);
        var isFatal = true;
        try
        {
            foreach (var file in files)
            {
                isFatal = file.IsErrorFatal;
                renderings.Add(file.Render(snapshot));
            }
        }
        catch (TemplateException exception)
        {
            renderings.ForEach(rendering => rendering.Dispose());

            // What it read this time may be read by others only, who may drop it; what it read before leads there.
            Used = Used.Concat(exception.Used).ToHashSet();
            return Fail(FailureKind.Template, TemplateErrorText.Describe(exception), isFatal);
        }
        finally
        {
            _pace.Spend(began);
        }

        _retry.Disarm();
        _pending = renderings;
        var used = renderings.Count == 1 ? renderings[0].Used : renderings.SelectMany(rendering => rendering.Used).ToHashSet();
        Used = Used.SetEquals(used) ? Used : used;
        Missing = renderings.TrueForAll(rendering => rendering.IsComplete)
            ? []
            : [.. renderings.SelectMany(rendering => rendering.Missing).DistinctBy(missing => missing.Dependency)];
        _staleness.Clear(Missing);
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
    public ApplyOutcome.Failed Fail(FailureKind kind, string message, bool isFatal = true)
    {
        Discard();
        Missing = [];
        _staleness.Clear([]);
        _retry.MarkSuccess();
        var failed = new ApplyOutcome.Failed(kind, message) { IsFatal = isFatal };
        Outcome = failed;
        return failed;
    }

    /// <summary>Brings the files up to date with the last evaluation, or leaves everything as it was.</summary>
    public async Task<ApplyOutcome> ApplyAsync(CancellationToken cancellationToken) =>
        Settle(await Change().MakeAsync(cancellationToken));

    /// <summary>Prints what would be written, in consul-template's form; writes and runs nothing.</summary>
    public async Task<ApplyOutcome> PrintAsync(TextWriter output) => Settle(await Change().PrintAsync(output));

    /// <summary>Returns the buffers of text that was never written.</summary>
    public void Dispose() => Discard();

    private GroupChange Change() => new(name, files, _pending.ConvertAll(rendering => rendering.Text));

    /// <summary>Takes note of how an attempt ended.</summary>
    public ApplyOutcome Settle(ApplyOutcome outcome)
    {
        Discard();
        // The same text would be refused again.
        if (outcome is ApplyOutcome.Failed { Kind: not FailureKind.Guard })
        {
            _retry.MarkFailure();
        }
        else
        {
            _retry.MarkSuccess();
        }

        Outcome = outcome;
        return outcome;
    }

    /// <summary>The earlier of two times that may not be there.</summary>
    internal static TimeSpan? Soonest(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;

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
