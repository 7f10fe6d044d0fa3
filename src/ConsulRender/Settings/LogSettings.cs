namespace ConsulRender.Settings;

/// <summary>The log file beside standard error, as the settings file spells it; immutable.</summary>
public sealed record LogFileSettings
{
    /// <summary>The file; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>The size at which a new file is begun, in bytes. Default 0: no matter how large.</summary>
    public long LogRotateBytes { get; init; }

    /// <summary>The age at which a new file is begun. Default 24 h; 0 for no matter how old.</summary>
    public TimeSpan LogRotateDuration { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many older files are kept. Default 0: all; -1: none.</summary>
    public int LogRotateMaxFiles { get; init; }
}

/// <summary>The local syslog beside standard error, as the settings file spells it; immutable.</summary>
public sealed record SyslogSettings
{
    /// <summary>Whether it is used. Default: when another key here is set.</summary>
    public bool Enabled { get; init; }

    /// <summary>The facility, such as <c>LOCAL0</c>, which is the default.</summary>
    public string Facility { get; init; } = "LOCAL0";

    /// <summary>The program's name in each line. Default <c>consulrender</c>.</summary>
    public string Name { get; init; } = "consulrender";
}

/// <summary>The forms of log lines.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object in each line.</summary>
    Json,
}

/// <summary>The severities of log lines, with consul-template's names.</summary>
public enum LogSeverity
{
    /// <summary>Everything.</summary>
    Trace,

    /// <summary>What each turn of the loop did.</summary>
    Debug,

    /// <summary>Files written and reloads.</summary>
    Info,

    /// <summary>What should be looked at soon.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Err,
}

/// <summary>The names of severities. Stateless.</summary>
public static class LogSeverityNames
{
    /// <summary>The severity of that name, in any case; null when there is none.</summary>
    public static LogSeverity? Parse(string name) => name.ToLowerInvariant() switch
    {
        "trace" => LogSeverity.Trace,
        "debug" => LogSeverity.Debug,
        "info" => LogSeverity.Info,
        "warn" => LogSeverity.Warn,
        "err" => LogSeverity.Err,
        _ => null,
    };
}
