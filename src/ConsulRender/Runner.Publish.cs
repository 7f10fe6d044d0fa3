using ConsulRender.Groups;
using ConsulRender.Templating;

namespace ConsulRender;

/// <content>The end of a turn: what there is to say of it is published, and objects that others may hold are made only for what changed.</content>
public sealed partial class Runner
{
    private readonly Func<OutputGroup, IReadOnlyList<MissingDependency>> _shown;

    /// <summary>What the loop last did; may be read at any time.</summary>
    public RunnerStatus Status { get; private set; } = RunnerStatus.Empty;

    private void Publish(WatchSet watches)
    {
        Status = Tell(watches);
        _options.Published?.Invoke(Status);
        _waitingNotice.Update(Status);
        if (_waitingNotice.Take() is { } waiting)
        {
            foreach (var dependency in waiting)
            {
                LogWaiting(dependency);
            }
        }
    }

    private RunnerStatus Tell(WatchSet watches)
    {
        var before = Status;
        var groups = _board.Tell(_groups, _snapshot, _troubles.Messages, before.Groups, _shown);
        var watching = TellWatching(watches);
        var child = Child?.Status;
        return ReferenceEquals(groups, before.Groups) && ReferenceEquals(_troubles.Messages, before.Troubles) && ReferenceEquals(watching, before.Watching) && child == before.Child
            ? before
            : new RunnerStatus(groups, _troubles.Messages) { Condition = _board.Judge(groups, child), Watching = watching, Child = child };
    }

    // Said when it begins and when it changes, not in each turn.
    private IReadOnlyList<string> TellWatching(WatchSet watches)
    {
        if (watches.Descriptions.SequenceEqual(Status.Watching))
        {
            return Status.Watching;
        }

        var watching = watches.Descriptions.ToList();
        foreach (var description in watching.Except(Status.Watching))
        {
            LogWatching(description);
        }

        if (watching.Count < Status.Watching.Count)
        {
            LogWatchingAlone();
        }

        return watching;
    }
}
