namespace ConsulRender.Tests.Engine.Processes;

/// <summary>Asks the system about processes that tests have started. Stateless.</summary>
internal static class RunningProcess
{
    /// <summary>Whether a process, given by its number, is at work.</summary>
    internal static bool Is(string process)
    {
        try
        {
            // A zombie whose parent is gone may stay until somebody reaps it; it runs no more.
            return !File.ReadAllText($"/proc/{process.Trim()}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
