using ConsulRender.Settings;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Finds out at the start whether the state directory can be used, and says what it means when it cannot. Stateless.</summary>
internal static partial class UsableState
{
    private const string Lost = "a change that is cut short by a kill or a power cut is not undone at the next start, the program cannot start without Consul, and 'consulrender status' finds nobody; name a directory with state_dir";

    /// <summary>The job with its state directory, made, or with none when the usual one cannot be used.</summary>
    /// <exception cref="SettingsException">The directory that was asked for cannot be used.</exception>
    public static Job ForDaemon(Job job, ILogger log)
    {
        if (job.Dry)
        {
            return job;
        }

        if ((job.State is null ? "there is no usual place for the state directory, since HOME is not set" : job.State.Make()) is not { } problem)
        {
            return job;
        }

        Refuse(job, problem);
        LogLost(log, problem, Lost);
        return job with { State = null };
    }

    /// <summary>The job with its state directory, which is made when it was asked for; the usual one waits for a change that needs it.</summary>
    /// <exception cref="SettingsException">The directory that was asked for cannot be used.</exception>
    public static Job ForOnce(Job job)
    {
        if (!job.Dry && job.State is { IsExplicit: true } state && state.Make() is { } problem)
        {
            Refuse(job, problem);
        }

        return job;
    }

    private static void Refuse(Job job, string problem)
    {
        if (job.State is { IsExplicit: true })
        {
            throw new SettingsException([problem]);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}; without it {Lost}")]
    private static partial void LogLost(ILogger log, string problem, string lost);
}
