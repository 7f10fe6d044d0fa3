using ConsulRender.Settings;
using ConsulRender.Settings.Tree;
using ConsulRender.Timing;

namespace ConsulRender.Cli.Arguments;

/// <summary>Judges the value of a flag, and makes a setting of it. Stateless.</summary>
internal static class FlagValues
{
    /// <summary>What is wrong with a flag's value; null when nothing is.</summary>
    public static string? Problem(FlagDefinition flag, string value)
    {
        if (value.Length == 0 && flag.Kind != FlagKind.Signal)
        {
            return $"flag -{flag.Name} needs a value";
        }

        return flag.Kind switch
        {
            FlagKind.Switch => Bool(value) is null ? $"flag -{flag.Name} has a wrong value; write -{flag.Name} or -{flag.Name}=false" : null,
            FlagKind.Number => long.TryParse(value, out _) ? null : Wrong(flag, value, "a whole number"),
            FlagKind.Duration => GoDuration.TryParse(value, out _) ? null : Wrong(flag, value, "a duration, such as 30s"),
            FlagKind.Wait => QuiescencePeriod.Parse(value) is null ? Wrong(flag, value, "MIN[:MAX], such as 5s:20s, the maximum not below the minimum") : null,
            FlagKind.Severity => LogSeverityNames.Parse(value) is null ? Wrong(flag, value, "trace, debug, info, warn or err") : null,
            FlagKind.Signal => value.Length > 0 && SignalName.Parse(value) is null ? Wrong(flag, value, "the name of a signal, such as SIGHUP") : null,
            FlagKind.Template => TemplateParts(value) is null ? Wrong(flag, value, "SOURCE:DESTINATION[:COMMAND]") : null,
            _ => null,
        };
    }

    /// <summary>What is said about a flag's value.</summary>
    public static string Wrong(FlagDefinition flag, string value, string expected) => $"flag -{flag.Name}: '{value}' is not right; write {expected}";

    /// <summary>What the flags say, as settings would say it.</summary>
    public static SettingsObject Settings(IEnumerable<GivenFlag> given)
    {
        var tree = SettingsTree.Empty("flags");
        foreach (var flag in given)
        {
            if (flag.Flag.Path is { } path)
            {
                tree = SettingsTree.Merge(tree, SettingsTree.Of(Node(flag), path.Split('.')));
            }
        }

        return ConsulWords.Meant(tree);
    }

    private static SettingsNode Node(GivenFlag given)
    {
        var (flag, value) = given;
        var origin = new SettingsOrigin($"flag -{flag.Name}");
        return flag.Kind switch
        {
            FlagKind.Switch => new SettingsSwitch(Bool(value)!.Value, origin),
            FlagKind.Number => new SettingsNumber(value, origin),
            FlagKind.Item => new SettingsList([new SettingsText(value, origin)], origin),
            FlagKind.Template => new SettingsList([TemplateParts(value)! with { Origin = origin }], origin),
            FlagKind.Credentials => Credentials(value, origin),
            _ => new SettingsText(value, origin),
        };
    }

    /// <summary>The settings of <c>USER[:PASSWORD]</c>.</summary>
    public static SettingsObject Credentials(string text, SettingsOrigin origin)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? SettingsTree.Of(new SettingsText(text, origin), "username")
            : SettingsTree.Merge(SettingsTree.Of(new SettingsText(text[..colon], origin), "username"), SettingsTree.Of(new SettingsText(text[(colon + 1)..], origin), "password"));
    }

    /// <summary>What Go takes for true or false; null for anything else.</summary>
    public static bool? Bool(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };

    // What follows the second colon is the command, whatever is in it; colons alone are none, as with consul-template.
    private static SettingsObject? TemplateParts(string text)
    {
        var origin = new SettingsOrigin("flag -template");
        var parts = text.Split(':', 3);
        if (parts.Length < 2 || string.IsNullOrWhiteSpace(parts[0]) || string.IsNullOrWhiteSpace(parts[1]))
        {
            return null;
        }

        string[] names = ["source", "destination", "command"];
        var members = new List<SettingsMember>();
        for (var at = 0; at < parts.Length; at++)
        {
            if (!parts[at].AsSpan().Trim().Trim(':').IsEmpty)
            {
                members.Add(new(names[at], origin, new SettingsText(parts[at], origin)));
            }
        }

        return new SettingsObject([.. members], origin);
    }
}
