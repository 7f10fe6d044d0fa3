using ConsulRender.Processes;
using ConsulRender.Timing;

namespace ConsulRender.Groups;

/// <content>What a change that is complete waits for before it is applied.</content>
internal sealed partial class OutputGroup
{
    /// <summary>Whether the pending text is to be applied; the first time at once, later after the quiet period, and neither too soon after a reload nor before its splay is over.</summary>
    /// <param name="now">The moment of the turn.</param>
    public bool IsApplyDueAt(long now)
    {
        var isDue = IsComplete && !IsHeld && (Outcome is null || _guards?.IsReleased == true || UntilDue(now) == TimeSpan.Zero);
        if (!isDue)
        {
            _gathering.Clear();
        }

        return isDue;
    }

    /// <summary>Whether a change that is due waits until the same news are evaluated by everybody who shares its reload.</summary>
    /// <param name="late">The reload commands of groups that have yet to evaluate news; null when all have.</param>
    /// <param name="now">The moment of the turn.</param>
    public bool WaitsFor(IReadOnlySet<CommandLine>? late, long now)
    {
        // The first files are not kept waiting.
        var isWaiting = Outcome is not null && (IsLate || (late is not null && !IsTriedAlone && Reloads.Any(reload => late.Contains(reload.Line))));
        return isWaiting && _gathering.WaitAt(now);
    }

    /// <summary>Puts a change that is due off by its splay, once.</summary>
    /// <param name="now">The moment of the turn.</param>
    /// <param name="fraction">How much of the splay; the same for all groups of the turn, so that those with the same splay stay together.</param>
    /// <returns>Whether it is still put off.</returns>
    public bool IsPutOffAt(long now, Func<double> fraction)
    {
        // The first files are not kept waiting.
        if (Outcome is not null && _splay.IsUndrawn)
        {
            _splay.Draw(now, fraction());
        }

        return _splay.RemainingAt(now) > TimeSpan.Zero;
    }

    /// <summary>Says that one of the group's commands has been run, for this group or another.</summary>
    /// <param name="commands">The commands that have been run.</param>
    /// <param name="now">The moment at which they had ended.</param>
    public void MarkReload(IReadOnlySet<CommandLine> commands, long now)
    {
        if (timing.MinReloadInterval > TimeSpan.Zero && Reloads.Any(reload => commands.Contains(reload.Line)))
        {
            _interval.MarkReload(now);
        }
    }

    /// <summary>Says that files of so many bytes were written, which the pace of a group counts.</summary>
    public void MarkWritten(long bytes) => _pace.SpendOnFiles(bytes);

    private TimeSpan? UntilApply(long now) =>
        UntilDue(now) is { } remaining && remaining > TimeSpan.Zero ? remaining : _gathering.RemainingAt(now) ?? UntilDue(now);

    private TimeSpan? UntilDue(long now) =>
        _splay.RemainingAt(now) ?? (_quiescence.RemainingAt(now) is { } quiet ? Pace.Later(quiet, _interval.RemainingAt(now)) : null);

    private void TouchQuiet(long now)
    {
        if (!_quiescence.IsPending)
        {
            _interval.Begin();
        }

        _quiescence.Touch(now);
    }

    private void ClearTiming()
    {
        _quiescence.Clear();
        _splay.Clear();
        _gathering.Clear();
    }
}
