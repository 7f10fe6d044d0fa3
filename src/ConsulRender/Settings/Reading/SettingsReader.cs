using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Reading;

/// <summary>Reads the merged tree into <see cref="Settings"/>, strictly: every key and every value is known, or told. Stateless.</summary>
internal static class SettingsReader
{
    private const string NoVault = "is not supported: ConsulRender does not read Vault; remove it";
    private const string NoNomad = "is not supported: ConsulRender does not read Nomad; remove it";

    /// <summary>The settings, with the defaults for what the tree does not say.</summary>
    public static Settings Read(SettingsObject tree, ReadProblems problems)
    {
        var top = new Section(tree, "$", problems);
        var defaults = new Settings();
        var settings = new Settings
        {
            Consul = ConsulReader.Read(top.Inner("consul")),
            Agents = ReadAgents(top.Inner("agents")),
            MaxStale = top.Duration("max_stale") ?? defaults.MaxStale,
            BlockQueryWait = top.Duration("block_query_wait") ?? defaults.BlockQueryWait,
            Wait = top.Wait("wait") ?? defaults.Wait,
            Vars = top.Json("vars"),
            TemplateDirs = top.Texts("template_dirs") ?? [],
            Limits = ReadLimits(top.Inner("limits")),
            DefaultDelimiters = ReadDelimiters(top.Inner("default_delimiters")),
            Template = ReadTemplates(top),
            TemplateErrorFatal = top.Switch("template_error_fatal"),
            ErrOnFailedLookup = top.Switch("err_on_failed_lookup") ?? false,
            Exec = CommandReader.ReadChild(top.Inner("exec")),
            Redact = top.Texts("redact") ?? [],
        };
        settings = ReadProcess(top, settings);
        RefuseOthers(top);
        top.End();
        return settings;
    }

    private static Settings ReadProcess(Section top, Settings defaults) => defaults with
    {
        Once = top.Switch("once") ?? false,
        Parseonly = top.Switch("parseonly") ?? false,
        ReloadSignal = top.Signal("reload_signal", defaults.ReloadSignal),
        KillSignal = top.Signal("kill_signal", defaults.KillSignal),
        PidFile = top.FileName("pid_file"),
        StateDir = top.FileName("state_dir"),
        StateSecrets = top.Switch("state_secrets") ?? false,
        StatusFile = top.FileName("status_file"),
        ReloadTemplates = top.Switch("reload_templates") ?? true,
        LogLevel = top.Severity("log_level") ?? defaults.LogLevel,
        LogFormat = LogReader.ReadFormat(top),
        LogFile = LogReader.ReadFile(top.Inner("log_file")),
        Syslog = LogReader.ReadSyslog(top.Inner("syslog")),
    };

    // What another program of the family does and this one does not is said, and never passed over.
    private static void RefuseOthers(Section top)
    {
        Refuse(top, "vault", NoVault);
        Refuse(top, "nomad", NoNomad);
        if (top.Find("deduplicate") is { } deduplicate && (deduplicate.Value as SettingsObject)?["enabled"] is not SettingsSwitch { Value: false })
        {
            top.Problems.Add(deduplicate.Origin, "\"deduplicate\" is not supported: each host asks its own agent, over at most consul.max_connections connections; remove it");
        }
    }

    private static void Refuse(Section top, string name, string reason)
    {
        if (top.Find(name) is { } member)
        {
            top.Problems.Add(member.Origin, $"\"{name}\" {reason}");
        }
    }

    private static Dictionary<string, ConsulSettings> ReadAgents(Section agents) =>
        agents.Names().ToDictionary(name => name, name => ConsulReader.Read(agents.Inner(name)), StringComparer.Ordinal);

    private static List<TemplateSettings> ReadTemplates(Section top)
    {
        const string expected = "\"template\": not a template object or a list of them";
        if (top.Find("template") is not { } member)
        {
            return top.Problems.ListsKeys ? [TemplateReader.Read(new Section(null, "$.template", top.Problems))] : [];
        }

        if (member.Value is not SettingsList list || list.Items.Any(item => item is not SettingsObject))
        {
            top.Problems.Add(member.Origin, expected);
            return [];
        }

        return [.. list.Items.Select(item => TemplateReader.Read(new Section((SettingsObject)item, "$.template", top.Problems)))];
    }

    /// <summary>The limits of a section; null when it says nothing.</summary>
    internal static LimitSettings? ReadLimits(Section limits)
    {
        var read = new LimitSettings
        {
            Nesting = limits.Number("nesting"),
            IncludeDepth = limits.Number("include_depth"),
            Iterations = limits.Number("iterations"),
            OutputBytes = limits.Number("output_bytes"),
            PatternLength = limits.Number("pattern_length"),
            PatternSteps = limits.Number("pattern_steps"),
            RenderTime = limits.Duration("render_time"),
        };
        limits.End();
        return limits.IsEmpty ? null : read;
    }

    private static DelimiterSettings ReadDelimiters(Section delimiters)
    {
        var read = new DelimiterSettings { Left = delimiters.Text("left"), Right = delimiters.Text("right") };
        delimiters.End();
        return read;
    }

    /// <summary>A text that says something; null for an empty one.</summary>
    internal static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
