namespace ConsulRender.Settings.Reading;

/// <summary>Reads one template. Stateless.</summary>
internal static class TemplateReader
{
    public static TemplateSettings Read(Section template)
    {
        var defaults = new TemplateSettings();
        var (source, contents) = (template.Text("source"), template.Text("contents"));
        var settings = new TemplateSettings
        {
            // Of the two, an empty one says nothing.
            Source = source is "" && contents is not null ? null : source,
            Contents = contents is "" && source is not (null or "") ? null : contents,
            Destination = template.Text("destination") ?? "",
            CreateDestDirs = template.Switch("create_dest_dirs") ?? true,
            Perms = template.Mode("perms"),
            User = Owner(template, "user", "uid"),
            Group = Owner(template, "group", "gid"),
            Backup = template.Switch("backup") ?? false,
            Delimiters = new() { Left = template.Text("left_delimiter"), Right = template.Text("right_delimiter") },
            ErrorOnMissingKey = template.Switch("error_on_missing_key") ?? true,
            ErrorFatal = template.Switch("error_fatal"),
            FunctionDenylist = CommandReader.Both(template, "function_denylist", "function_blacklist"),
            SandboxPath = template.FileName("sandbox_path"),
            Wait = template.Wait("wait"),
            Command = template.Command("command"),
            CommandTimeout = template.Duration("command_timeout") ?? defaults.CommandTimeout,
        };
        settings = CommandReader.ReadOfTemplate(template, ReadOurs(template, settings));
        template.End();
        return settings;
    }

    // The keys that consul-template does not have.
    private static TemplateSettings ReadOurs(Section template, TemplateSettings settings) => settings with
    {
        OutputGroup = SettingsReader.NotEmpty(template.Text("output_group")),
        Check = template.Command("check"),
        CheckTimeout = template.Duration("check_timeout") ?? settings.CheckTimeout,
        AllowEmpty = template.Switch("allow_empty") ?? false,
        RejectNewlines = template.Switch("reject_newlines") ?? false,
        Limits = SettingsReader.ReadLimits(template.Inner("limits")),
        Vars = template.Json("vars"),
        ForEach = template.Text("for_each"),
        MinReloadInterval = template.Duration("min_reload_interval") ?? settings.MinReloadInterval,
        Splay = template.Duration("splay") ?? settings.Splay,
        KeepVersions = Versions(template),
        Guard = GuardReader.Read(template.Inner("guard")),
    };

    private static int? Versions(Section template)
    {
        if (template.Number("keep_versions") is not { } number)
        {
            return null;
        }

        if (number is < 0 or > TemplateSettings.MostVersions)
        {
            template.Problems.Add(template.Find("keep_versions")!.Origin, $"\"keep_versions\" must be from 0 to {TemplateSettings.MostVersions}");
            return null;
        }

        return (int)number;
    }

    // A name or a number under either key, as consul-template's users write it.
    private static string? Owner(Section template, string name, string number)
    {
        var byName = SettingsReader.NotEmpty(template.Text(name));
        if (template.Number(number) is not { } owner)
        {
            return byName;
        }

        // The last one is what the system calls nobody's choice.
        if (owner is < 0 or >= uint.MaxValue)
        {
            template.Problems.Add(template.Find(number)!.Origin, $"\"{number}\" must be from 0 to {uint.MaxValue - 1}");
        }

        return byName ?? owner.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
