using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Reading;

/// <summary>Reads where log lines go. Stateless.</summary>
internal static class LogReader
{
    public static LogFormat ReadFormat(Section top)
    {
        if (top.Find("log_format") is not { } member)
        {
            return LogFormat.Text;
        }

        if (member.Value is not SettingsText { Value: "text" or "json" } text)
        {
            top.Problems.Add(member.Origin, "\"log_format\": not a form of log lines; write \"text\" or \"json\"");
            return LogFormat.Text;
        }

        return text.Value == "json" ? LogFormat.Json : LogFormat.Text;
    }

    public static LogFileSettings ReadFile(Section file)
    {
        var defaults = new LogFileSettings();
        var settings = new LogFileSettings
        {
            Path = file.FileName("path"),
            LogRotateBytes = file.Number("log_rotate_bytes") ?? defaults.LogRotateBytes,
            LogRotateDuration = file.Duration("log_rotate_duration") ?? defaults.LogRotateDuration,
            LogRotateMaxFiles = file.Count("log_rotate_max_files") ?? defaults.LogRotateMaxFiles,
        };
        file.End();
        if (!file.IsEmpty && !file.Says("path"))
        {
            file.Problems.Add(file.Start, "\"log_file\" needs a \"path\": there is no log file without one");
        }

        return settings;
    }

    // With consul-template any other key enables it, too.
    public static SyslogSettings ReadSyslog(Section syslog)
    {
        var defaults = new SyslogSettings();
        var (facility, name) = (SettingsReader.NotEmpty(ReadFacility(syslog)), SettingsReader.NotEmpty(syslog.Text("name")));
        var settings = new SyslogSettings
        {
            Enabled = syslog.Switch("enabled") ?? (facility is not null || name is not null),
            Facility = facility ?? defaults.Facility,
            Name = name ?? defaults.Name,
        };
        syslog.End();
        return settings;
    }

    private static string? ReadFacility(Section syslog) => syslog.Parsed(
        "facility",
        value => value is SettingsText text && (text.Value.Length == 0 || SyslogFacility.Parse(text.Value) is not null) ? text.Value : null,
        $": {SyslogFacility.Expected}");
}
