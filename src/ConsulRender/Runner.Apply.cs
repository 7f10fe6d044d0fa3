using ConsulRender.Groups;
using ConsulRender.Processes;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>The last part of a turn: what is due is written, and each reload command runs once for all groups that changed.</content>
public sealed partial class Runner
{
    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var due = Due();
        if (_options.Dry is { } dry)
        {
            foreach (var group in due)
            {
                Settle([new GroupOutcome(group, await group.BeginChange().PrintAsync(dry))]);
            }
        }
        else if (due.Count > 0)
        {
            await ApplyAsync(due, cancellationToken);
        }
    }

    private async Task ApplyAsync(List<OutputGroup> due, CancellationToken cancellationToken)
    {
        var rounds = ReloadPlan.Rounds(due);
        var longest = due.Aggregate(_slack, (sum, group) => sum + group.LongestApply());
        Volatile.Write(ref _applyLimit, _timeProvider.GetTimestamp() + (long)(longest.TotalSeconds * _timeProvider.TimestampFrequency));
        try
        {
            for (var index = 0; index < rounds.Length; index++)
            {
                await rounds[index].SwapAsync(due[index], cancellationToken);
                if (rounds[index].Awaited == 0)
                {
                    await FinishAsync(rounds[index], cancellationToken);
                }
            }
        }
        finally
        {
            // When a stop comes between two groups, the programs must not be left without the files that are there already.
            foreach (var round in rounds.Where(round => !round.IsReloaded).Distinct())
            {
                Settle(await ReloadAsync(round));
            }

            Volatile.Write(ref _applyLimit, 0);
        }
    }

    private async Task FinishAsync(ReloadRound round, CancellationToken cancellationToken)
    {
        var outcomes = await ReloadAsync(round);
        Settle(outcomes.Where(outcome => !IsTriedAgain(outcome)));
        foreach (var outcome in outcomes.Where(IsTriedAgain))
        {
            var alone = new ReloadRound();
            await alone.SwapAsync(outcome.Group, cancellationToken);
            Settle(await ReloadAsync(alone));
        }
    }

    private async Task<IReadOnlyList<GroupOutcome>> ReloadAsync(ReloadRound round)
    {
        var outcomes = await round.ReloadAsync();
        if (round.Ran.Count > 0)
        {
            var now = _timeProvider.GetTimestamp();
            foreach (var group in _groups)
            {
                group.MarkReload(round.Ran, now);
            }
        }

        return outcomes;
    }

    // There is no later try with -once, and one bad file must not keep the good ones from their places.
    private bool IsTriedAgain(GroupOutcome outcome) => _options.Once && outcome.IsShared;

    // Those of the groups whose change is to be applied in this turn.
    private List<OutputGroup> Due()
    {
        var isIncomplete = _options.Once && !IsEverythingThere();
        var late = Late();
        double? fraction = null;
        var due = new List<OutputGroup>();
        foreach (var group in _groups)
        {
            group.IsHeld = isIncomplete || group.RolledBack is not null || IsInTrouble(group);
            if (group.IsApplyDueAt(_now) && !group.WaitsFor(late, _now) && !group.IsPutOffAt(_now, Fraction))
            {
                due.Add(group);
            }
        }

        return due;

        // One for the whole turn, so that groups with the same splay stay together.
        double Fraction() => fraction ??= _options.SplayFraction();
    }

    // All files of one run come from one set of readings, so none is written before the last reading is there. What failed gets none.
    private bool IsEverythingThere() => _groups.All(group => group.IsComplete || group.Outcome is not null);

    // The reload commands of groups that have yet to evaluate news; null when all have.
    private HashSet<CommandLine>? Late()
    {
        HashSet<CommandLine>? late = null;
        foreach (var group in _groups)
        {
            if (group.IsLate && group.Reloads.Count > 0)
            {
                (late ??= []).UnionWith(group.Reloads.Select(reload => reload.Line));
            }
        }

        return late;
    }

    // While Consul comes back some readings are from before and some from after; -once has none from before.
    private bool IsInTrouble(OutputGroup group) => !_options.Once && _troubles.ArePassingAmong(group.Used) && !IsOfEarlierRun(group);

    private void Settle(IEnumerable<GroupOutcome> outcomes)
    {
        var applied = new List<ApplyOutcome.Applied>();
        foreach (var (group, outcome) in outcomes)
        {
            Keep(group, outcome);
            group.Settle(outcome);
            TellGuards(group);
            foreach (var warning in outcome.Warnings)
            {
                LogWarning(warning);
            }

            switch (outcome)
            {
                case ApplyOutcome.Applied change:
                    applied.Add(change);
                    break;
                case ApplyOutcome.Failed failed:
                    Tell(failed);
                    break;
                default:
                    LogUnchanged(group.Name);
                    break;
            }
        }

        if (applied.Count > 0)
        {
            Child?.Change();
            TellApplied(applied);
        }
    }

    // Whoever started -once prints what failed at its end.
    private void Tell(ApplyOutcome.Failed? failed)
    {
        if (failed is not null && !_options.Once)
        {
            LogGroupFailed(failed.IsTold ? LogLevel.Debug : LogLevel.Error, failed.Message + failed.Advice);
        }
    }

    private void TellGuards(OutputGroup group)
    {
        if (group.TakeGuardEnd() is { } end)
        {
            LogGuardEnd(end.IsLetThrough ? LogLevel.Warning : LogLevel.Information, end.Message);
        }
    }

    // In one line for all groups that were reloaded together.
    private void TellApplied(List<ApplyOutcome.Applied> applied)
    {
        foreach (var said in applied.SelectMany(outcome => outcome.CheckOutput))
        {
            LogCheckOutput(said);
        }

        var paths = string.Join(", ", applied.SelectMany(outcome => outcome.Paths.Concat(outcome.Removed.Select(path => $"{path} (removed)"))));
        var commands = string.Join(", ", applied.SelectMany(outcome => outcome.Commands).Distinct().Select(command => $"\"{command}\""));
        if (paths.Length == 0)
        {
            LogRan(commands);
        }
        else if (commands.Length > 0)
        {
            LogAppliedAndRan(paths, commands);
        }
        else
        {
            LogApplied(paths);
        }
    }
}
