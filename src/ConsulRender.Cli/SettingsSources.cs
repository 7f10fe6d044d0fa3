using ConsulRender.Consul;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>The one place of precedence: defaults, then environment, then the file, then flags. Stateless.</summary>
internal static class SettingsSources
{
    private const string AddressVariable = "CONSUL_HTTP_ADDR";
    private const string TokenVariable = "CONSUL_HTTP_TOKEN";

    /// <summary>The settings that hold.</summary>
    /// <exception cref="UsageException">A flag has a wrong value.</exception>
    /// <exception cref="SettingsException">The file cannot be used.</exception>
    public static Settings.Settings Merge(Flags flags, Func<string, string?> environment)
    {
        var file = flags.Config is { } path ? SettingsFile.Read(path) : new Settings.Settings();
        var problems = new List<string>();
        var address = flags.ConsulAddress ?? file.Consul.Address ?? NotEmpty(environment(AddressVariable));
        if (address is not null && ConsulAddress.Parse(address) is null)
        {
            problems.Add($"{(flags.ConsulAddress is null ? AddressVariable : "flag -consul-addr")}: {ConsulAddress.Problem(address)}");
        }

        var token = NotEmpty(flags.ConsulToken) is { } value ? new Secret(value) : file.Consul.Token;
        var settings = file with
        {
            Consul = file.Consul with { Address = address, Token = token ?? (NotEmpty(environment(TokenVariable)) is { } variable ? new Secret(variable) : null) },
            Wait = Read(flags.Wait, WaitConverter.Parse, "-wait", "MIN[:MAX], such as 5s:20s, the maximum not below the minimum", problems) ?? file.Wait,
            LogLevel = ReadValue(flags.LogLevel, LogSeverityConverter.Parse, "-log-level", "trace, debug, info, warn or err", problems) ?? file.LogLevel,
            Template = [.. file.Template, .. flags.Templates.Select(text => ReadTemplate(text, problems)).OfType<TemplateSettings>()],
        };
        if (settings.Template.Count == 0 && problems.Count == 0)
        {
            problems.Add(flags.Config is null
                ? "nothing to do: name templates with -config FILE or -template SRC:DST ('consulrender -h' lists the flags)"
                : $"nothing to do: {flags.Config} has no \"template\"; add one, or use -template SRC:DST");
        }

        return problems.Count == 0 ? settings : throw new UsageException(problems);
    }

    /// <summary>How long <c>-once</c> may take; null for as long as it needs.</summary>
    public static TimeSpan? Timeout(Flags flags)
    {
        if (flags.Timeout is null)
        {
            return null;
        }

        if (!flags.Once)
        {
            throw new UsageException(["flag -timeout works only together with -once; a daemon waits for ever"]);
        }

        return GoDuration.TryParse(flags.Timeout, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new UsageException([Wrong("-timeout", flags.Timeout, "a duration above 0, such as 30s")]);
    }

    private static TemplateSettings? ReadTemplate(string text, List<string> problems)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            problems.Add(Wrong("-template", text, "SOURCE:DESTINATION[:COMMAND]"));
            return null;
        }

        return new TemplateSettings
        {
            Source = parts[0],
            Destination = parts[1],
            Command = parts.Length == 3 && parts[2].Trim().Length > 0 ? CommandLine.FromText(parts[2]) : null,
        };
    }

    private static T? Read<T>(string? text, Func<string, T?> parse, string flag, string expected, List<string> problems)
        where T : class
    {
        var value = text is null ? null : parse(text);
        if (text is not null && value is null)
        {
            problems.Add(Wrong(flag, text, expected));
        }

        return value;
    }

    private static T? ReadValue<T>(string? text, Func<string, T?> parse, string flag, string expected, List<string> problems)
        where T : struct
    {
        var value = text is null ? null : parse(text);
        if (text is not null && value is null)
        {
            problems.Add(Wrong(flag, text, expected));
        }

        return value;
    }

    private static string Wrong(string flag, string value, string expected) => $"flag {flag}: '{value}' is not right; write {expected}";

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
