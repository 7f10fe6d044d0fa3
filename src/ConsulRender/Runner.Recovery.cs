using ConsulRender.Groups;
using ConsulRender.Journal;
using ConsulRender.State;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>What killed processes left half-done is undone before anything else, and each group gets its journal.</content>
public sealed partial class Runner
{
    // Used only inside the loop: what could not be undone yet or owes a reload, of groups that are not here.
    private readonly List<InterruptedChange> _interrupted = [];

    private void Recover()
    {
        if (_options.State is not { } state || _options.Dry is not null || _planner is not null)
        {
            return;
        }

        var recovery = Recovery.Run(state);
        foreach (var (isProblem, text) in recovery.Lines)
        {
            LogRecovery(isProblem ? LogLevel.Error : LogLevel.Warning, text);
        }

        _interrupted.AddRange(recovery.Interrupted);
        KeepJournals(_groups, state);
        TellHeld();
        foreach (var path in LeftOvers.Remove(_groups, state, recovery.Named))
        {
            LogLeftOver(path);
        }
    }

    private void KeepJournals(IReadOnlyList<OutputGroup> groups, StateDirectory state)
    {
        var isAnyHeld = Directory.Exists(state.HoldsFolder);
        foreach (var group in groups)
        {
            var key = GroupKey.Of(group);
            var journal = new GroupJournal(state, key, group.Name, isQuiet: _options.Once && !state.IsExplicit);
            foreach (var change in _interrupted.FindAll(change => change.Entry.Key == key))
            {
                journal.Inherit(change);
                _interrupted.Remove(change);
            }

            group.Keep(journal);
            KeepVersions(group, state, key, isAnyHeld);
        }
    }

    [LoggerMessage("{Text}")]
    private partial void LogRecovery(LogLevel level, string text);

    [LoggerMessage(LogLevel.Information, "removed {Path}, which a process that was killed had left")]
    private partial void LogLeftOver(string path);
}
