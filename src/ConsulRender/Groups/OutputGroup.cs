using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Journal;
using ConsulRender.Processes;
using ConsulRender.Templating;
using ConsulRender.Timing;

namespace ConsulRender.Groups;

/// <summary>The unit of change: its files are evaluated, checked and swapped together, with one reload. Owned by the <see cref="Runner"/>; nothing else touches it.</summary>
internal sealed partial class OutputGroup(string name, IReadOnlyList<OutputFile> files, GroupTiming timing, TimeProvider timeProvider) : IDisposable
{
    private readonly Staleness _staleness = new(timeProvider);
    private readonly Quiescence _quiescence = new(timing.Wait, timeProvider);
    private readonly ReloadInterval _interval = new(timing.MinReloadInterval, timeProvider);
    private readonly Splay _splay = new(timing.Splay, timeProvider);
    private readonly RetryDelay _retry = new(timeProvider);
    private readonly BadCandidate _bad = new();
    private readonly Pace _pace = new(timeProvider);
    private readonly Gathering _gathering = new(timeProvider);

    // Whether the last evaluation was made because the pause after a failure was over.
    private bool _isRetry;

    // What the last evaluation gave and no apply has taken yet.
    private List<Rendering> _pending = [];

    /// <summary>The name templates share, or the destination of the only one.</summary>
    public string Name => name;

    /// <summary>Whether templates give the name; it may be the destination of another group then, which is not this one.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The templates with their destinations, in the order of the settings.</summary>
    public IReadOnlyList<OutputFile> Files => files;

    /// <summary>Whether the group fails at once when it asks for what does not exist, instead of waiting for it. Default false.</summary>
    public bool FailsOnAbsent { get; init; }

    /// <summary>Whether the group is to be evaluated now: news came, or a failed apply is to be tried again.</summary>
    public bool IsEvaluationDue => UntilEvaluation == TimeSpan.Zero || UntilRetry == TimeSpan.Zero;

    /// <summary>Whether the pending text waits for answers of Consul, because it may mix old readings with new ones, or <c>-once</c> has not everything yet.</summary>
    public bool IsHeld { get; set; }

    /// <summary>How long until something is due; null when only news can change that.</summary>
    public TimeSpan? Remaining => Soonest(Soonest(UntilEvaluation, UntilRetry), IsComplete && !IsHeld ? UntilApply(timeProvider.GetTimestamp()) : null);

    /// <summary>Whether news are known and not evaluated, only because the group keeps its pace.</summary>
    public bool IsLate => Outcome is not null && UntilEvaluation > TimeSpan.Zero && !_staleness.IsWaiting;

    /// <summary>The reload commands that a change runs, equal ones once, in the order of the settings.</summary>
    public IReadOnlyList<ExternalCommand> Reloads { get; } = ReloadPlan.Distinct(files.Select(file => file.Reload).OfType<ExternalCommand>());

    /// <summary>Whether the group is reloaded apart from others with the same command, because a reload with its files failed and none has succeeded since.</summary>
    public bool IsTriedAlone { get; private set; }

    /// <summary>Whether the reloads are to run although no file differs, because what is in place was never reloaded.</summary>
    public bool OwesReload { get; private set; }

    /// <summary>Says on disk how to undo a change that is under way; null when nobody is to.</summary>
    public GroupJournal? Journal { get; private set; }

    /// <summary>What the last evaluation read, the same object while it is the same; kept when a template fails, so that a change can heal it.</summary>
    public IReadOnlySet<Dependency> Used { get; private set; } = new HashSet<Dependency>();

    /// <summary>What the last evaluation needed and did not get; while there is any, nothing is written.</summary>
    public IReadOnlyList<MissingDependency> Missing { get; private set; } = [];

    /// <summary>What the pending text was made of; null when there is none.</summary>
    public Snapshot? Readings { get; private set; }

    /// <summary>When the oldest of the readings from before this run, of which its files are made, was known to be so; null when Consul has answered all of it in this run.</summary>
    public DateTimeOffset? StaleAsOf { get; set; }

    /// <summary>Whether there is text for every file.</summary>
    public bool IsComplete => _pending.Count > 0 && Missing.Count == 0;

    /// <summary>How the last apply, or the evaluation that made one impossible, ended; null before the first.</summary>
    public ApplyOutcome? Outcome { get; private set; }

    /// <summary>Whether its files were in place at any time, whatever failed since.</summary>
    public bool WasApplied { get; private set; }

    /// <summary>When it was last changed, checked and reloaded; the same object while nothing of that happens.</summary>
    public GroupHistory History { get; private set; } = GroupHistory.Empty;

    /// <summary>When the last news of something that it used arrived; null before the first.</summary>
    public DateTimeOffset? NewsTime { get; private set; }

    /// <summary>The moment of the next try of what failed, as a timestamp; null when only news can change it.</summary>
    public long? RetryAt => _retry.At;

    /// <summary>The same by the clock on the wall, as it is set now.</summary>
    public DateTimeOffset? NextTry => timeProvider.GetUtcNow() + _retry.Remaining;

    private TimeSpan? UntilRetry => Soonest(_retry.Remaining, _guards?.Remaining);

    // The first file is not kept waiting once everything is there that it takes.
    private TimeSpan? UntilEvaluation => _staleness.Remaining is { } stale
        ? Outcome is null && !_staleness.IsWaiting ? stale : Pace.Later(stale, _pace.Remaining)
        : null;

    /// <summary>The files of the pending change, with their texts or to be removed; good until the next evaluation or apply.</summary>
    /// <exception cref="DestinationException">It cannot be read which files are there of items that are gone.</exception>
    public IReadOnlyList<PendingFile> Pending()
    {
        if (_pending.Count == 0)
        {
            return [];
        }

        // Before the first looks for files that are to go: one of them may be what another takes.
        foreach (var file in files)
        {
            file.Items?.Claim();
        }

        return [.. files.SelectMany((file, index) => file.Pending(_pending[index]))];
    }

    /// <summary>How many files the last complete evaluation gave; before the first, the templates count.</summary>
    public int FileCount { get; private set; } = files.Count;

    /// <summary>The longest that the commands of the pending change may run: each into its timeout, and the reloads again for the previous files.</summary>
    public TimeSpan LongestApply()
    {
        var longest = TimeSpan.Zero;
        for (var index = 0; index < _pending.Count; index++)
        {
            longest += (FilesOf(files[index], _pending[index]) * (files[index].Check?.Timeout ?? TimeSpan.Zero)) + (2 * (files[index].Reload?.Timeout ?? TimeSpan.Zero));
        }

        return longest;
    }

    /// <summary>Whether the settings name a mode or an owner for any of its files.</summary>
    public bool HasPermissions { get; } = files.Any(file => file.Destination.HasPermissions);

    /// <summary>Whether a file has another mode or owner than the settings say.</summary>
    public bool HasDrifted() => files.Any(file => file.HasDrifted());

    /// <summary>Has the group evaluated and compared again although nothing is new.</summary>
    public void LookAgain() => _staleness.Touch();

    /// <summary>Says that a dependency which the group used has a new reading.</summary>
    /// <param name="dependency">The dependency.</param>
    /// <param name="now">The moment of the turn, which counts for the quiet period however long the evaluation has to wait.</param>
    /// <param name="arrived">When the reading arrived.</param>
    public void Touch(Dependency dependency, long now, DateTimeOffset? arrived = null)
    {
        NewsTime = arrived ?? NewsTime;
        _staleness.Touch(dependency);
        TouchQuiet(now);
    }

    /// <summary>Renders every file from one snapshot; a template that fails makes this group fail, and no other.</summary>
    /// <param name="snapshot">The readings.</param>
    /// <param name="now">The moment of the turn.</param>
    /// <returns>The failure; null when there was none.</returns>
    public ApplyOutcome.Failed? Evaluate(Snapshot snapshot, long now)
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

        _isRetry = _retry.Remaining == TimeSpan.Zero;
        _retry.Disarm();
        _pending = renderings;
        Readings = snapshot;
        var used = renderings.Count == 1 ? renderings[0].Used : renderings.SelectMany(rendering => rendering.Used).ToHashSet();
        Used = Used.SetEquals(used) ? Used : used;
        Missing = renderings.TrueForAll(rendering => rendering.IsComplete)
            ? []
            : [.. renderings.SelectMany(rendering => rendering.Missing).DistinctBy(missing => missing.Dependency)];
        _staleness.Clear(Missing);
        if (!IsComplete)
        {
            ClearTiming();
            _guards?.Cancel();
            return null;
        }

        _guards?.Observe(renderings, snapshot);
        for (var index = 0; index < files.Count; index++)
        {
            files[index].Items?.Want(renderings[index].Files);
        }

        FileCount = renderings.Select((rendering, index) => FilesOf(files[index], rendering)).Sum();
        if (!_quiescence.IsPending)
        {
            // No news led here: it is the first evaluation, or a failed apply is tried again.
            TouchQuiet(now);
        }

        return null;
    }

    /// <summary>Says that the group cannot be applied; its files and what it watches stay as they are.</summary>
    public ApplyOutcome.Failed Fail(FailureKind kind, string message, bool isFatal = true)
    {
        Discard();
        _guards?.Cancel();
        Missing = [];
        _staleness.Clear([]);
        _retry.MarkSuccess();
        var failed = new ApplyOutcome.Failed(kind, message) { IsFatal = isFatal };
        Outcome = failed;
        return failed;
    }

    /// <summary>An attempt to bring the files up to date with the last evaluation; whoever makes it says how it ended to <see cref="Settle"/>.</summary>
    /// <param name="earlier">The files of an earlier version, which no template made and no guard judges; null for the last evaluation.</param>
    public GroupChange BeginChange(IReadOnlyList<PendingFile>? earlier = null) => new(this, earlier);

    /// <summary>Why the pending text as a whole must not be written; null when it may.</summary>
    public ApplyOutcome.Failed? Problem() => files.Select((file, index) => file.Problem(_pending[index])).FirstOrDefault(problem => problem is not null);

    /// <summary>Returns the buffers of text that was never written.</summary>
    public void Dispose() => Discard();

    /// <summary>The earlier of two times that may not be there.</summary>
    internal static TimeSpan? Soonest(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;

    private static int FilesOf(OutputFile file, Rendering rendering) => file.Items is null ? 1 : rendering.Files.Count;

    private void Discard()
    {
        DisposePending();
        ClearTiming();
    }

    private void DisposePending()
    {
        foreach (var rendering in _pending)
        {
            rendering.Dispose();
        }

        _pending = [];
        Readings = null;
        _guards?.Forget();
    }
}
