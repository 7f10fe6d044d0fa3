using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>One attempt to bring a group's files to new texts: guard, compare, stage, check, swap, reload; or everything is as it was. Made and dropped by the group.</summary>
internal sealed class GroupChange(string group, IReadOnlyList<OutputFile> files, IReadOnlyList<RenderedText> texts)
{
    /// <summary>Makes the change.</summary>
    public async Task<ApplyOutcome> MakeAsync(CancellationToken cancellationToken)
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
        var changed = Files().Where(file => file.Destination.Differs(file.Text)).ToList();
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
        foreach (var (destination, text) in Files().Where(file => file.Destination.Differs(file.Text)))
        {
            await output.WriteAsync($"> {destination.Path}\n{text}");
        }

        return new ApplyOutcome.Unchanged();
    }

    private ApplyOutcome.Failed? Refusal()
    {
        foreach (var (file, text) in files.Zip(texts))
        {
            if (file.Refusal(text) is { } reason)
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

    private IEnumerable<(Destination Destination, RenderedText Text)> Files() =>
        files.Zip(texts, (file, text) => (file.Destination, text));

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
}
