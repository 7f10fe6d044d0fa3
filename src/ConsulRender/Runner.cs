using System.Threading.Channels;
using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Watching;
using ConsulRender.Groups;
using ConsulRender.Planning;
using ConsulRender.Templating;
using ConsulRender.Timing;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <summary>The one loop. Owns the snapshot, the watches and the groups; nothing else touches them.</summary>
public sealed partial class Runner
{
    // Full means that watches wait to write; nothing is lost.
    private const int MailboxCapacity = 1024;

    private readonly RunnerOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _log;

    private readonly Channel<Message> _mailbox = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(MailboxCapacity) { SingleReader = true, AllowSynchronousContinuations = true });

    // What takes longer must not happen on the thread that hears of answers: others could not arrive meanwhile, and would each be rendered alone.
    private static readonly TimeSpan _longEvaluation = TimeSpan.FromMilliseconds(1);

    // What staging and swapping may take beside the commands.
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(10);

    // Used only inside the loop.
    private readonly Troubles _troubles = new();
    private readonly HashSet<Type> _filtered = [];
    private readonly WaitingNotice _waitingNotice;
    private readonly StatusBoard _board;
    private readonly IdleMemory _idleMemory;
    private readonly DriftLook? _driftLook;
    private readonly Planner? _planner;
    private IReadOnlyList<OutputGroup> _groups;
    private Agents? _agents;
    private Snapshot _snapshot;
    private TimeSpan _evaluation;

    // The moment of this turn, one for all groups, so that what one change made due is due together.
    private long _now;

    // Written inside the loop, read by others: until when the commands of the apply that runs now may take, as a timestamp; 0 while none runs.
    private long _applyLimit;

    /// <summary>A loop over the groups; it runs when <see cref="RunAsync"/> is called.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="groups">What it keeps up to date.</param>
    /// <param name="agents">Whom it asks; null when the snapshot of the options answers everything but files.</param>
    /// <param name="timeProvider">Its only clock.</param>
    /// <param name="log">Where it says what it did.</param>
    internal Runner(RunnerOptions options, IReadOnlyList<OutputGroup> groups, Agents? agents, TimeProvider timeProvider, ILogger log)
    {
        _options = options;
        _groups = groups;
        _agents = agents;
        _timeProvider = timeProvider;
        _snapshot = options.Snapshot;
        _waitingNotice = new WaitingNotice(timeProvider);
        _board = new StatusBoard(timeProvider, keepsDataTime: !options.Once);
        _idleMemory = new IdleMemory(timeProvider);
        _driftLook = options.Once || options.Dry is not null ? null : new DriftLook(timeProvider);
        _planner = options.Planned is null ? null : new Planner(options.Redact);
        BeginColdStart();
        _shown = _planner is null ? group => group.Missing : _planner.Shown;
        _log = _planner is null ? log : new PlanLog(log, _planner);
    }

    /// <summary>Whether commands of a change run now, or the child is being ended, within their timeouts, which is no hang; may be asked at any time.</summary>
    public bool IsApplying => Volatile.Read(ref _applyLimit) > _timeProvider.GetTimestamp();

    /// <summary>Makes the loop take a turn, after which it publishes its status; may be called at any time.</summary>
    public void Wake() => PostTick(this);

    /// <summary>A loop over the templates of the settings.</summary>
    /// <exception cref="TemplateException">Every error of every template.</exception>
    public static Runner Create(Settings.Settings settings, RunnerOptions options, Agents? agents, TimeProvider timeProvider, ILogger log) =>
        new(WithChild(settings, options with { Redact = settings.Redact }, timeProvider, log), OutputGroups.Create(settings, timeProvider, options.Files), agents, timeProvider, log);

    /// <summary>Runs until cancelled, or until the supervised child ends; with <see cref="RunnerOptions.Once"/> and without a child, until every group was applied or failed.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WatchChild();
        try
        {
            await LoopAsync(cancellationToken);
        }
        finally
        {
            await StopKeeperAsync();
            await StopChildAsync();
        }
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        _snapshot = _snapshot.At(_timeProvider.GetUtcNow());
        _now = _timeProvider.GetTimestamp();
        Recover();
        await using var watches = new WatchSet(_agents, _options.Once, _timeProvider, ReportAsync, Die, _coldStart is { } coldStart ? coldStart.Find : null);
        await using var timer = _timeProvider.CreateTimer(PostTick, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await TellGuardsAsync();
        while (true)
        {
            _driftLook?.Look(_groups);
            if (Evaluate())
            {
                Watch(watches);
                _coldStart?.LookAgain();
            }

            TendColdStart();
            watches.Tend();
            if (_planner is null)
            {
                await ApplyAsync(cancellationToken);
            }
            else
            {
                Plan(_planner);
            }

            var isOver = TendChild(watches);
            TellStale();
            Publish(watches);
            AnswerOrders();
            if (isOver)
            {
                return;
            }

            _idleMemory.Release();
            await WaitAsync(watches, timer, cancellationToken);
            if (_evaluation > _longEvaluation)
            {
                await Task.Yield();
            }

            Drain(watches);
            await TakeReplacementAsync(watches);
            await BeginOrdersAsync(cancellationToken);
        }
    }

    private void Watch(WatchSet watches)
    {
        var used = _groups.Count == 1 ? _groups[0].Used : _groups.SelectMany(group => group.Used).ToHashSet();
        if (!watches.Keep(_agents is null ? used.Where(CanBeWatched).ToHashSet() : used))
        {
            return;
        }

        _snapshot = _snapshot.Keep(used);
        _troubles.Keep(used);
        _coldStart?.Keep(used);
    }

    private async Task WaitAsync(WatchSet watches, ITimer timer, CancellationToken cancellationToken)
    {
        // A finished group has no say: it is never evaluated again, so what is due of it would stay due and keep the loop busy.
        var next = OutputGroup.Soonest(watches.Remaining, OutputGroup.Soonest(_waitingNotice.Remaining, _options.Once ? null : _idleMemory.Remaining));
        next = OutputGroup.Soonest(next, OutputGroup.Soonest(_driftLook?.Remaining(_groups), Child?.Remaining));
        next = OutputGroup.Soonest(next, OutputGroup.Soonest(_coldStart?.Remaining, _options.Once ? null : _keeper?.Remaining));
        foreach (var group in _groups)
        {
            next = IsFinished(group) ? next : OutputGroup.Soonest(next, group.Remaining);
        }

        timer.Change(next is { } due ? RoundUp(due) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await _mailbox.Reader.WaitToReadAsync(cancellationToken);
    }

    // Timers drop fractions of milliseconds, and would then go off again and again until the rest has passed.
    private static TimeSpan RoundUp(TimeSpan due) => TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds));

    private ValueTask ReportAsync(WatchReport report, CancellationToken cancellationToken) =>
        _mailbox.Writer.WriteAsync(new Message.Reported(report), cancellationToken);

    // A watch that ended by a bug would leave its files behind the times for ever; the loop ends with the same exception instead.
    private void Die(Exception bug) => _mailbox.Writer.TryComplete(bug);

    private static void PostTick(object? runner) => ((Runner)runner!)._mailbox.Writer.TryWrite(Message.Tick.Instance);
}
