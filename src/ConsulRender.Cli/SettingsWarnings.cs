using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Says what is doubtful in the settings, such as a key that has no effect here. Stateless.</summary>
internal static partial class SettingsWarnings
{
    /// <summary>A line for each; nothing is said, and no log made, when nothing is doubtful.</summary>
    public static void Tell(IReadOnlyList<string> warnings, ILogger log)
    {
        foreach (var warning in warnings)
        {
            LogWarning(log, warning);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);
}
