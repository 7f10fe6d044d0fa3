namespace ConsulRender;

/// <summary>One attempt to bring a group's files to new texts: guard, compare, stage, check, swap; then the reload, or everything is as it was. Made and dropped by its <see cref="ReloadRound"/>.</summary>
internal sealed class GroupChange(IReadOnlyList<PendingFile> files, IReadOnlyList<ExternalCommand> reloads)
{
    private readonly List<string> _checkOutput = [];
    private List<Destination> _changed = [];

    /// <summary>Brings the files up to the point where only the reload is left.</summary>
    /// <returns>How it ended already: nothing differed, or it failed and everything is as it was; null when the files are swapped.</returns>
    public async Task<ApplyOutcome?> SwapAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Refusal() ?? await ReplaceAsync(cancellationToken);
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
    }

    /// <summary>What is told when the reload succeeded, or none was needed.</summary>
    public ApplyOutcome.Applied Applied() =>
        new(_changed.ConvertAll(destination => destination.Path), _checkOutput) { Commands = [.. reloads.Select(reload => reload.Line)] };

    /// <summary>Undoes the swap; one file that cannot be put back does not keep the others from it.</summary>
    /// <returns>What could not be put back.</returns>
    public IReadOnlyList<string> Restore()
    {
        var problems = new List<string>();
        foreach (var destination in _changed)
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

        FlushDirectories();
        return problems;
    }

    /// <summary>Removes what the change left beside the files.</summary>
    public void CleanUp()
    {
        foreach (var file in files)
        {
            file.Destination.CleanUp();
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

    private async Task<ApplyOutcome?> ReplaceAsync(CancellationToken cancellationToken)
    {
        Stage();
        if (_changed.Count == 0)
        {
            return new ApplyOutcome.Unchanged();
        }

        return await CheckAsync(cancellationToken) ?? Swap();
    }

    // All texts are compared before the first is staged, so that a file which cannot be read leaves nothing behind.
    private void Stage()
    {
        var changed = Changed();
        changed.ForEach(file => file.Destination.Stage(file.Text!));
        _changed = changed.ConvertAll(file => file.Destination);
    }

    private List<PendingFile> Changed()
    {
        var changed = new List<PendingFile>(files.Count);
        foreach (var file in files)
        {
            if (file.Destination.Differs(file.Text!))
            {
                changed.Add(file);
            }
        }

        return changed;
    }

    private async Task<ApplyOutcome> PrintChangesAsync(TextWriter output)
    {
        foreach (var file in Changed())
        {
            await output.WriteAsync($"> {file.Destination.Path}\n{file.Text}");
        }

        return new ApplyOutcome.Unchanged();
    }

    private ApplyOutcome.Failed? Refusal()
    {
        foreach (var file in files)
        {
            if (file.Text is { } text && file.Source.Refusal(text) is { } reason)
            {
                return new ApplyOutcome.Failed(FailureKind.Guard, $"{file.Destination.Path}: {reason}");
            }
        }

        return null;
    }

    private async Task<ApplyOutcome.Failed?> CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (file.Source.Check is not { } command)
            {
                continue;
            }

            var outcome = await command.RunAsync(file.Destination.CheckedPath, cancellationToken);
            if (!outcome.Succeeded)
            {
                return new ApplyOutcome.Failed(
                    FailureKind.Check,
                    $"{file.Destination.Path}: check command \"{command.Line}\" {outcome.Problem}; the file was left as it is{outcome.IndentedOutput}");
            }

            if (outcome.Output.Length > 0)
            {
                _checkOutput.Add($"{file.Destination.Path}: check command said: {outcome.Output}");
            }
        }

        return null;
    }

    // Swaps all or none. The previous files are kept only when a later step could need them.
    private ApplyOutcome.Failed? Swap()
    {
        if (_changed.Count > 1 || reloads.Count > 0)
        {
            _changed.ForEach(destination => destination.KeepPrevious());
        }

        try
        {
            _changed.ForEach(destination => destination.Swap());
            FlushDirectories();
            return null;
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, string.Join('\n', [exception.Message, .. Restore()]));
        }
    }

    private void FlushDirectories()
    {
        var flushed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var destination in _changed)
        {
            if (flushed.Add(destination.Directory))
            {
                FileSystem.FlushDirectory(destination.Directory);
            }
        }
    }
}
