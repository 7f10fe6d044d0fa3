namespace ConsulRender.Settings;

/// <summary>The rules of signals and log lines; finds every broken one. Stateless.</summary>
internal static class ProcessRules
{
    /// <summary>Every problem, with its key.</summary>
    public static IEnumerable<(string Key, string Message)> Problems(Settings settings) => [.. OfSignals(settings), .. OfLogs(settings)];

    private static IEnumerable<(string Key, string Message)> OfSignals(Settings settings)
    {
        if (settings.KillSignal is { CanBeCaught: false } kill)
        {
            yield return ("kill_signal", Impossible("kill_signal", kill));
        }

        if (settings.ReloadSignal is not { } reload)
        {
            yield break;
        }

        if (!reload.CanBeCaught)
        {
            yield return ("reload_signal", Impossible("reload_signal", reload));
        }
        else if (reload.Name is "SIGTERM" or "SIGINT" or "SIGQUIT")
        {
            yield return ("reload_signal", $"\"reload_signal\": {reload} stops the program; write another, like \"SIGHUP\"");
        }
        else if (reload.Number == settings.KillSignal?.Number)
        {
            yield return ("kill_signal", $"\"kill_signal\" and \"reload_signal\" are both {reload}; write two");
        }
    }

    private static IEnumerable<(string Key, string Message)> OfLogs(Settings settings)
    {
        if (settings.LogFile.LogRotateBytes < 0)
        {
            yield return ("log_file.log_rotate_bytes", "\"log_rotate_bytes\" must not be below 0; 0 is no limit");
        }

        if (settings.LogFile.LogRotateMaxFiles < -1)
        {
            yield return ("log_file.log_rotate_max_files", "\"log_rotate_max_files\" must not be below -1; 0 keeps all, -1 none");
        }
    }

    private static string Impossible(string key, SignalName signal) => $"\"{key}\": nothing can be done at {signal}; write another signal, such as \"SIGHUP\" or \"SIGUSR2\"";
}
