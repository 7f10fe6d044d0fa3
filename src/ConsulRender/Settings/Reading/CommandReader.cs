using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Reading;

/// <summary>Reads how commands and the supervised child are run. Stateless.</summary>
internal static class CommandReader
{
    /// <summary>The top-level <c>exec</c>; null when there is no child.</summary>
    public static ExecSettings? ReadChild(Section exec)
    {
        var defaults = new ExecSettings { Command = CommandLine.FromText("-") };
        var command = exec.Command("command");
        var enabled = exec.Switch("enabled") ?? true;
        var read = defaults with
        {
            Env = ReadEnvironment(exec.Inner("env")),
            ReloadSignal = exec.Signal("reload_signal", defaults.ReloadSignal),
            KillSignal = exec.Signal("kill_signal", defaults.KillSignal) ?? defaults.KillSignal,
            KillTimeout = exec.Duration("kill_timeout") ?? defaults.KillTimeout,
            Splay = exec.Duration("splay") ?? defaults.Splay,
            Timeout = exec.Duration("timeout") ?? defaults.Timeout,
        };
        exec.End();
        return command is null || !enabled ? null : read with { Command = command };
    }

    /// <summary>The <c>exec</c> of a template, which is a longer way to write its command.</summary>
    public static TemplateSettings ReadOfTemplate(Section template, TemplateSettings settings)
    {
        var exec = template.Inner("exec");
        var defaults = settings.Exec;
        var command = exec.Command("command");
        var enabled = exec.Switch("enabled") ?? true;
        var timeout = exec.Duration("timeout");
        var read = defaults with
        {
            Env = ReadEnvironment(exec.Inner("env")),
            KillSignal = exec.Signal("kill_signal", defaults.KillSignal) ?? defaults.KillSignal,
            KillTimeout = exec.Duration("kill_timeout") ?? defaults.KillTimeout,
        };
        exec.WithoutEffect("reload_signal", "the command of a template is run anew at each change");
        exec.WithoutEffect("splay", "write \"splay\" into the template itself");
        exec.End();
        if (command is not null && settings.Command is not null)
        {
            template.Problems.Add(exec.Find("command")!.Origin, "\"command\" and \"exec\" name a command each; write one of them");
        }

        return settings with
        {
            Exec = read,
            Command = enabled ? settings.Command ?? command : null,
            CommandTimeout = timeout ?? settings.CommandTimeout,
        };
    }

    private static EnvironmentSettings ReadEnvironment(Section env)
    {
        var defaults = new EnvironmentSettings();
        var settings = new EnvironmentSettings
        {
            Pristine = env.Switch("pristine") ?? false,
            Custom = env.Texts("custom") ?? defaults.Custom,
            Allowlist = Both(env, "allowlist", "whitelist"),
            Denylist = Both(env, "denylist", "blacklist"),
        };
        env.End();
        return settings;
    }

    /// <summary>The items under a name and under the one that it had before.</summary>
    internal static IReadOnlyList<string> Both(Section section, string name, string oldName) => (section.Texts(name), section.Texts(oldName)) switch
    {
        ({ } items, { } older) => [.. items, .. older],
        var (items, older) => items ?? older ?? [],
    };
}
