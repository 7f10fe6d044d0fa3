using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Tells the log what is doubtful in settings that are used all the same. Stateless.</summary>
internal static partial class SettingsWarnings
{
    public static void Tell(ILogger log, IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings)
        {
            LogWarning(log, warning);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);
}
