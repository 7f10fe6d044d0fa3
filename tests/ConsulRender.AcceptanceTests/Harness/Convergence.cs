namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Whether the files of a daemon are those of a run that begins now. Stateless.</summary>
public static class Convergence
{
    /// <summary>Waits until they are.</summary>
    /// <param name="what">When this is, for the message.</param>
    /// <param name="held">Where the daemon runs.</param>
    /// <param name="daemon">The daemon.</param>
    /// <param name="fresh">Where the other run has the same settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="timeout">How long it may take.</param>
    public static async Task MeetAsync(string what, Workspace held, RunningProcess daemon, Workspace fresh, IReadOnlyList<string> files, TimeSpan timeout)
    {
        // Equal once could be luck on the way; what is still equal a second later has come to rest.
        var equal = 0;
        var difference = "";
        await Eventually.HoldsAsync($"the daemon's files are those of a fresh run, {what}", MeetsAsync, () => $"{difference}\n{string.Join('\n', Said(daemon))}", timeout);
        Assert.False(daemon.HasExited, $"the daemon ended, {what}\n{daemon.Transcript}");

        async Task<bool> MeetsAsync()
        {
            await fresh.RunAsync(ExitCodes.Success, "-once", "-timeout", "20s", "-config", "settings.json");
            difference = Difference(held, fresh, files);
            equal = difference.Length == 0 ? equal + 1 : 0;
            await Task.Delay(TimeSpan.FromSeconds(equal == 1 ? 1 : 0.1), TimeProvider.System, TestContext.Current.CancellationToken);
            return equal == 2 || daemon.HasExited;
        }
    }

    /// <summary>The log without the hundreds of lines that only say that it wrote.</summary>
    public static IEnumerable<string> Said(RunningProcess daemon) =>
        daemon.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("] wrote ", StringComparison.Ordinal));

    private static string Difference(Workspace held, Workspace fresh, IReadOnlyList<string> files)
    {
        var differences = new List<string>();
        foreach (var name in files)
        {
            var (holds, expected) = (held.Lines(name), fresh.Lines(name));
            differences.AddRange(holds.Except(expected).Take(5).Select(line => $"{name} holds      {line}"));
            differences.AddRange(expected.Except(holds).Take(5).Select(line => $"{name} should hold {line}"));
            if (differences.Count == 0 && !holds.SequenceEqual(expected))
            {
                differences.Add($"{name} holds {holds.Length} lines in another order than the {expected.Length} lines it should hold");
            }
        }

        return string.Join('\n', differences);
    }
}
