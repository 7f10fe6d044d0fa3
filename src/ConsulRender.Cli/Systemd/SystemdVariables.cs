using System.Globalization;

namespace ConsulRender.Cli.Systemd;

/// <summary>What systemd tells a unit's process in its environment; immutable.</summary>
/// <param name="Socket">Where it wants to be notified.</param>
/// <param name="Watchdog">How long it bears silence; null for ever.</param>
internal sealed record SystemdVariables(string Socket, TimeSpan? Watchdog)
{
    private const string SocketName = "NOTIFY_SOCKET";
    private const string WatchdogName = "WATCHDOG_USEC";
    private const string WatchdogProcessName = "WATCHDOG_PID";

    // A month, which timers can still count.
    private const long LongestMicroseconds = 30L * 24 * 3600 * 1_000_000;

    /// <summary>Takes the variables out of the environment, so that no command believes that it is the unit; null when systemd does not want to hear anything.</summary>
    public static SystemdVariables? Take()
    {
        if (Environment.GetEnvironmentVariable(SocketName) is null)
        {
            return null;
        }

        var variables = Read(Environment.GetEnvironmentVariable, Environment.ProcessId);
        foreach (var name in new[] { SocketName, WatchdogName, WatchdogProcessName })
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        return variables;
    }

    /// <summary>Reads the variables; null when there is no socket that could be written to.</summary>
    public static SystemdVariables? Read(Func<string, string?> variable, int processId) =>
        variable(SocketName) is ['/' or '@', _, ..] socket ? new SystemdVariables(socket, WatchdogOf(variable, processId)) : null;

    private static TimeSpan? WatchdogOf(Func<string, string?> variable, int processId)
    {
        var isForUs = variable(WatchdogProcessName) is not { Length: > 0 } process || process == processId.ToString(CultureInfo.InvariantCulture);
        return isForUs && long.TryParse(variable(WatchdogName), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds is > 0 and <= LongestMicroseconds
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}
