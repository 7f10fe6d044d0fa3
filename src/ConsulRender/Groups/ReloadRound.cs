using ConsulRender.Processes;

namespace ConsulRender.Groups;

/// <summary>The groups of one turn that share reload commands: each is swapped by itself, then each command runs once for all of them. Made and dropped by the <see cref="Runner"/>.</summary>
internal sealed class ReloadRound
{
    private readonly List<Member> _swapped = [];
    private readonly List<GroupOutcome> _outcomes = [];

    /// <summary>The commands that were run, whether they succeeded or not.</summary>
    public HashSet<CommandLine> Ran { get; } = [];

    /// <summary>How many groups are still to be swapped before the reload.</summary>
    public int Awaited { get; set; }

    /// <summary>Whether the reload was begun.</summary>
    public bool IsReloaded { get; private set; }

    /// <summary>Changes the files of one group, all or none; what fails is no part of the reload.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Ends the checks; everything is as it was then.</param>
    /// <param name="files">What its files are to be; null for what it rendered.</param>
    public async Task SwapAsync(OutputGroup group, CancellationToken cancellationToken, IReadOnlyList<PendingFile>? files = null)
    {
        Awaited--;
        var change = group.BeginChange(files);
        var isSwapped = false;
        try
        {
            if (await change.SwapAsync(cancellationToken) is { } outcome)
            {
                _outcomes.Add(new GroupOutcome(group, outcome));
                return;
            }

            isSwapped = true;
            _swapped.Add(new Member(group, change));
        }
        finally
        {
            if (!isSwapped)
            {
                change.CleanUp();
            }
        }
    }

    /// <summary>Runs each command once; when it fails, every group that has it is as it was.</summary>
    /// <remarks>
    /// A reload that has begun is finished also when the process is told to stop: its timeout bounds it, and a program
    /// that was told half of a change is worse than a stop that takes a moment.
    /// </remarks>
    /// <returns>How it ended for each group that was to be swapped.</returns>
    public async Task<IReadOnlyList<GroupOutcome>> ReloadAsync()
    {
        IsReloaded = true;
        var all = _swapped.ToList();
        try
        {
            foreach (var command in ReloadPlan.Distinct(_swapped.SelectMany(member => member.Group.Reloads)))
            {
                if (_swapped.FindAll(member => member.Has(command)) is not { Count: > 0 } members)
                {
                    continue;
                }

                Ran.Add(command.Line);
                var outcome = await command.RunAsync(stagedPath: null, CancellationToken.None);
                if (!outcome.Succeeded)
                {
                    await UndoAsync(members, command, outcome);
                }
            }

            _outcomes.AddRange(_swapped.Select(member => new GroupOutcome(member.Group, member.Change.Complete())));
        }
        finally
        {
            all.ForEach(member => member.Change.CleanUp());
        }

        return _outcomes;
    }

    private async Task UndoAsync(List<Member> failed, ExternalCommand command, CommandOutcome outcome)
    {
        _swapped.RemoveAll(failed.Contains);
        if (failed is [var only])
        {
            only.Change.MarkBad();
        }

        var (isUndone, undone) = await RestoreAsync(failed);
        var first = failed[0].Group.Name;
        var others = failed.Count == 1 ? "" : $" and {failed.Count - 1} more";
        var next = failed.Count == 1 ? "" : "; each is tried by itself next";
        var problem = $"reload command \"{command.Line}\" {outcome.Problem}; {undone}{next}";
        foreach (var member in failed)
        {
            var isFirst = member == failed[0];
            var message = isFirst ? $"{first}{others}: {problem}{outcome.IndentedOutput}" : $"{member.Group.Name} (with {first}): {problem}";
            _outcomes.Add(new GroupOutcome(member.Group, new ApplyOutcome.Failed(FailureKind.Reload, message) { IsTold = !isFirst, OwesReload = !isUndone, Warnings = member.Change.Warnings }) { IsShared = failed.Count > 1 });
        }
    }

    // Whether the programs have read the files that are there now, and the same in words.
    private static async Task<(bool IsUndone, string Undone)> RestoreAsync(List<Member> failed)
    {
        if (!failed.Exists(member => member.Change.HasChanges))
        {
            return (false, "no file was changed, and an earlier reload had failed, too; it is tried again");
        }

        failed.ForEach(member => member.Group.Journal?.MarkReloadBegun());

        // The last change first: a later one may have made a file where an earlier one had removed it.
        var problems = Enumerable.Reverse(failed).SelectMany(member => member.Change.Restore()).ToList();
        if (problems.Count > 0)
        {
            // Nobody checked this mixture of files.
            return (false, $"nothing was reloaded again, because {string.Join("; ", problems)}");
        }

        foreach (var command in ReloadPlan.Distinct(failed.SelectMany(member => member.Group.Reloads)))
        {
            var outcome = await command.RunAsync(stagedPath: null, CancellationToken.None);
            if (!outcome.Succeeded)
            {
                failed.ForEach(member => member.Group.Journal?.Owe());
                return (false, $"the previous files are back and reloading them failed, too: \"{command.Line}\" {outcome.Problem}");
            }
        }

        failed.ForEach(member => member.Group.Journal?.End());
        return (true, "the previous files are back and were reloaded");
    }

    private sealed record Member(OutputGroup Group, GroupChange Change)
    {
        internal bool Has(ExternalCommand command) => Group.Reloads.Any(reload => reload.Line.Equals(command.Line));
    }
}

/// <summary>How a round ended for one of its groups; immutable.</summary>
/// <param name="Group">The group, which is yet to be told.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record GroupOutcome(OutputGroup Group, ApplyOutcome Outcome)
{
    /// <summary>Whether a reload failed after several groups had changed, so that it may be the fault of another one.</summary>
    public bool IsShared { get; init; }
}
