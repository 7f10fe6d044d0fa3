namespace ConsulRender.Cli.Daemon;

/// <summary>Tells what program a process runs. Stateless.</summary>
internal static class RunningProgram
{
    private const string Name = "consulrender";

    /// <summary>Whether a process lives that runs this program, under its own name or under the one that we were started by.</summary>
    public static bool IsConsulRender(int processId)
    {
        try
        {
            // A binary that was replaced since the process began has a mark behind its name. The link of another user's process cannot be read.
            var program = new FileInfo($"/proc/{processId}/exe").LinkTarget?.Replace(" (deleted)", "", StringComparison.Ordinal);
            return program is null ? HasOurCommand(processId) : IsOurs(Path.GetFileName(program));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HasOurCommand(processId);
        }
    }

    private static bool HasOurCommand(int processId)
    {
        try
        {
            return IsOurs(File.ReadAllText($"/proc/{processId}/comm").Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is no such process.
            return false;
        }
    }

    private static bool IsOurs(string name) => name == Name || name == Path.GetFileName(Environment.ProcessPath);
}
