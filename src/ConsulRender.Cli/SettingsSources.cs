using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>The one place of precedence: defaults, then environment, then the file, then flags. Stateless.</summary>
internal static class SettingsSources
{
    /// <summary>The settings that hold.</summary>
    /// <exception cref="UsageException">A flag or a variable has a wrong value, or there is nothing to do.</exception>
    /// <exception cref="SettingsException">The file cannot be used.</exception>
    public static Settings.Settings Merge(Flags flags, Func<string, string?> environment)
    {
        var problems = new List<string>();
        var fromFlags = Read(flags, problems);
        var fromEnvironment = new SettingsOverrides { Consul = ConsulVariables.Read(environment, problems) };
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var file = flags.Config is { } path ? SettingsFile.Read(path) : new Settings.Settings();
        var settings = file.With(fromFlags, fromEnvironment);

        // The others were looked at where they stand; a variable that something overrides may hold what it likes.
        if (settings.Consul.Address is { } used && ConsulAddress.Parse(used) is null)
        {
            throw new UsageException([$"{ConsulVariables.Address}: {ConsulAddress.Problem(used)}"]);
        }

        return settings.Template.Count > 0 ? settings : throw new UsageException([NothingToDo(flags)]);
    }

    /// <summary>How long <c>-once</c> may take; null for as long as it needs.</summary>
    /// <exception cref="UsageException">It is not a duration, or the run never ends.</exception>
    public static TimeSpan? Timeout(Flags flags)
    {
        if (flags.Timeout is null)
        {
            return null;
        }

        if (!flags.Once && flags.Snapshot is null)
        {
            throw new UsageException(["flag -timeout works only together with -once; a daemon waits for ever"]);
        }

        return GoDuration.TryParse(flags.Timeout, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new UsageException([Wrong("-timeout", flags.Timeout, "a duration above 0, such as 30s")]);
    }

    /// <summary>What is said about a flag's value.</summary>
    internal static string Wrong(string flag, string value, string expected) => $"flag {flag}: '{value}' is not right; write {expected}";

    /// <summary>Why a text is no template of the command line; null when it is one.</summary>
    internal static string? TemplateProblem(string text) =>
        TemplateSettings.Parse(text) is null ? Wrong("-template", text, "SOURCE:DESTINATION[:COMMAND]") : null;

    /// <summary>Why a text is no settings file of the command line; null when it may be one.</summary>
    internal static string? ConfigProblem(string? path) => path is "" ? "flag -config needs a value" : null;

    private static SettingsOverrides Read(Flags flags, List<string> problems)
    {
        var wait = flags.Wait is null ? null : WaitConverter.Parse(flags.Wait);
        var logLevel = flags.LogLevel is null ? null : LogSeverityConverter.Parse(flags.LogLevel);
        var templates = flags.Templates.Select(TemplateSettings.Parse).OfType<TemplateSettings>();
        if (flags.Wait is not null && wait is null)
        {
            problems.Add(Wrong("-wait", flags.Wait, "MIN[:MAX], such as 5s:20s, the maximum not below the minimum"));
        }

        if (flags.LogLevel is not null && logLevel is null)
        {
            problems.Add(Wrong("-log-level", flags.LogLevel, "trace, debug, info, warn or err"));
        }

        problems.AddRange(flags.Templates.Select(TemplateProblem).Append(ConfigProblem(flags.Config)).OfType<string>());
        return new SettingsOverrides
        {
            Consul = Checked(flags.Consul, problems),
            Wait = wait,
            LogLevel = logLevel,
            Templates = [.. templates],
        };
    }

    private static ConsulOverrides Checked(ConsulOverrides consul, List<string> problems)
    {
        if (consul.Address is { } address && ConsulAddress.Parse(address) is null)
        {
            problems.Add($"flag -consul-addr: {ConsulAddress.Problem(address)}");
        }

        if (consul.Token is not null && consul.TokenFile is not null)
        {
            problems.Add("flags -consul-token and -consul-token-file say two things; write one of them");
        }

        return consul;
    }

    private static string NothingToDo(Flags flags) =>
        flags.Config is null
            ? "nothing to do: name templates with -config FILE or -template SRC:DST ('consulrender -h' lists the flags)"
            : $"nothing to do: {flags.Config} has no \"template\"; add one, or use -template SRC:DST";
}
