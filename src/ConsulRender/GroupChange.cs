using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>One attempt to bring a group's files to new texts: guard, compare, stage, check, swap, reload; or everything is as it was. Made and dropped by the group.</summary>
internal sealed class GroupChange(string group, IReadOnlyList<OutputFile> files, IReadOnlyList<RenderedText> texts)
{
    private readonly List<string> _warnings = [];

    /// <summary>Makes the change.</summary>
    public async Task<ApplyOutcome> MakeAsync(CancellationToken cancellationToken)
    {
        var outcome = await TryAsync(cancellationToken);
        return _warnings.Count == 0 ? outcome : outcome with { Warnings = _warnings };
    }

    private async Task<ApplyOutcome> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Refusal() ?? await ReplaceAsync(cancellationToken);
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
        finally
        {
            foreach (var file in files)
            {
                file.Destination.CleanUp();
            }
        }
    }

    /// <summary>Prints the texts that differ from their files, in consul-template's form.</summary>
    public async Task<ApplyOutcome> PrintAsync(TextWriter output)
    {
        try
        {
            return Refusal() ?? await PrintChangesAsync(output);
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
    }

    private async Task<ApplyOutcome> ReplaceAsync(CancellationToken cancellationToken)
    {
        var changed = Stage();
        if (changed.Count == 0)
        {
            return new ApplyOutcome.Unchanged();
        }

        var checkOutput = new List<string>();
        if (await CheckAsync(checkOutput, cancellationToken) is { } rejected)
        {
            return rejected;
        }

        if ((Swap(changed) ?? await ReloadAsync(changed)) is { } failed)
        {
            return failed;
        }

        // Only now: what a failed check or reload puts back must not cost the backup of before.
        changed.ForEach(destination => Warn(destination.KeepBackup()));
        return new ApplyOutcome.Applied(changed.ConvertAll(destination => destination.Path), checkOutput);
    }

    // All texts are compared before the first is staged, so that a file which cannot be read leaves nothing behind.
    private List<Destination> Stage()
    {
        var changed = Changed();
        Repair(changed);
        foreach (var index in changed)
        {
            files[index].Destination.Stage(texts[index]);
        }

        return changed.ConvertAll(index => files[index].Destination);
    }

    private List<int> Changed()
    {
        var changed = new List<int>(files.Count);
        for (var index = 0; index < files.Count; index++)
        {
            if (files[index].Destination.Differs(texts[index]))
            {
                changed.Add(index);
            }
        }

        return changed;
    }

    // A file that is replaced gets its mode and owner with its text.
    private void Repair(List<int> changed)
    {
        for (var index = 0; index < files.Count; index++)
        {
            if (files[index].Destination.HasPermissions && !changed.Contains(index))
            {
                _warnings.AddRange(files[index].Destination.Repair(texts[index]));
            }
        }
    }

    private async Task<ApplyOutcome> PrintChangesAsync(TextWriter output)
    {
        foreach (var index in Changed())
        {
            await output.WriteAsync($"> {files[index].Destination.Path}\n{texts[index]}");
        }

        return new ApplyOutcome.Unchanged();
    }

    private ApplyOutcome.Failed? Refusal()
    {
        for (var index = 0; index < files.Count; index++)
        {
            if (files[index].Refusal(texts[index]) is { } reason)
            {
                return new ApplyOutcome.Failed(FailureKind.Guard, $"{files[index].Destination.Path}: {reason}");
            }
        }

        return null;
    }

    private async Task<ApplyOutcome.Failed?> CheckAsync(List<string> checkOutput, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (file.Check is not { } command)
            {
                continue;
            }

            var outcome = await command.RunAsync(file.Destination.CheckedPath, cancellationToken);
            if (!outcome.Succeeded)
            {
                return new ApplyOutcome.Failed(
                    FailureKind.Check,
                    $"{file.Destination.Path}: check command \"{command.Line}\" {outcome.Problem}; the file was left as it is{Indented(outcome.Output)}");
            }

            if (outcome.Output.Length > 0)
            {
                checkOutput.Add($"{file.Destination.Path}: check command said: {outcome.Output}");
            }
        }

        return null;
    }

    // Swaps all or none. The previous files are kept only when a later step could need them.
    private ApplyOutcome.Failed? Swap(List<Destination> changed)
    {
        var canFail = changed.Count > 1 || files.Any(file => file.Reload is not null);
        changed.FindAll(destination => canFail || destination.KeepsBackup).ForEach(destination => destination.KeepPrevious());
        try
        {
            changed.ForEach(destination => Warn(destination.Swap()));
            FlushDirectories(changed);
            return null;
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, string.Join('\n', [exception.Message, .. Restore(changed)]));
        }
    }

    private void Warn(string? warning)
    {
        if (warning is not null)
        {
            _warnings.Add(warning);
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
                    $"{group}: reload command \"{command.Line}\" {outcome.Problem}; {undone}{Indented(outcome.Output)}");
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

    private List<ExternalCommand> Reloads()
    {
        var reloads = new List<ExternalCommand>();
        foreach (var file in files)
        {
            if (file.Reload is { } reload && !reloads.Exists(known => known.Line.Equals(reload.Line)))
            {
                reloads.Add(reload);
            }
        }

        return reloads;
    }

    private static void FlushDirectories(List<Destination> changed)
    {
        var flushed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var destination in changed)
        {
            if (flushed.Add(destination.Directory))
            {
                FileSystem.FlushDirectory(destination.Directory);
            }
        }
    }

    private static string Indented(string output) =>
        output.Length == 0 ? "" : $"\n  {output.Replace("\n", "\n  ", StringComparison.Ordinal)}";
}
