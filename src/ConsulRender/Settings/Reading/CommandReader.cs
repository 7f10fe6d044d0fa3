using ConsulRender.Processes;

namespace ConsulRender.Settings.Reading;

/// <summary>Reads how commands and the supervised child are run. Stateless.</summary>
internal static class CommandReader
{
    /// <summary>The top-level <c>exec</c>; null when there is no child.</summary>
    public static ExecSettings? ReadChild(Section exec)
    {
        if (exec.IsEmpty && !exec.Problems.ListsKeys)
        {
            return null;
        }

        var command = exec.Command("command");
        var enabled = exec.Switch("enabled") ?? true;
        var defaults = new ExecSettings { Command = command ?? CommandLine.FromWords([]) };
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
        if (enabled && !exec.IsEmpty && !exec.Says("command"))
        {
            exec.Problems.Add(exec.Start, "\"exec\" needs a \"command\": there is no child without one");
        }

        return enabled && command is not null ? read : null;
    }

    /// <summary>The <c>exec</c> of a template, which is a longer way to write its command.</summary>
    public static TemplateSettings ReadOfTemplate(Section template, TemplateSettings settings)
    {
        var exec = template.Inner("exec");
        var defaults = settings.Exec;
        var command = exec.Command("command");
        var enabled = exec.Switch("enabled") ?? true;
        var timeout = exec.Duration("timeout");
        if (timeout == TimeSpan.Zero)
        {
            exec.Problems.Add(exec.Find("timeout")!.Origin, "\"timeout\" must be above 0");
        }

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
        if (settings.Custom.Any(variable => variable.IndexOf('=', StringComparison.Ordinal) <= 0))
        {
            // It may be a password without its name, so it is not shown.
            env.Problems.Add(env.Find("custom")!.Origin, "\"custom\" must be a list of NAME=VALUE");
        }

        return settings;
    }

    /// <summary>The items under a name and under the one that it had before.</summary>
    internal static IReadOnlyList<string> Both(Section section, string name, string oldName) => (section.Texts(name), section.Texts(oldName)) switch
    {
        ({ } items, { } older) => [.. items, .. older],
        var (items, older) => items ?? older ?? [],
    };
}
