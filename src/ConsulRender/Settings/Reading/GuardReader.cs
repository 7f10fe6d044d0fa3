using System.Globalization;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating;

namespace ConsulRender.Settings.Reading;

/// <summary>Reads the guards of a template. Stateless.</summary>
internal static class GuardReader
{
    private const int MostInstances = 1_000_000;

    /// <summary>The guards; null when the section says nothing.</summary>
    public static GuardSettings? Read(Section guard)
    {
        var settings = new GuardSettings
        {
            MinInstances = Minimums(guard.Inner("min_instances")),
            HoldEmpty = guard.Duration("hold_empty") ?? TimeSpan.Zero,
            MaxShrink = Share(guard, "max_shrink"),
            MaxShrinkInstances = Share(guard, "max_shrink_instances"),
            Require = Patterns(guard, "require"),
            Forbid = Patterns(guard, "forbid"),
            Hold = guard.Duration("hold") ?? TimeSpan.Zero,
        };
        guard.End();
        return guard.IsEmpty ? null : settings;
    }

    private static Dictionary<string, int> Minimums(Section services)
    {
        var minimums = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in services.Names())
        {
            if (services.Count(name) is not { } least)
            {
                continue;
            }

            minimums[name] = least;
            if (name.Length == 0 || least is < 1 or > MostInstances)
            {
                services.Problems.Add(services.Find(name)!.Origin, $"\"min_instances\": {SettingsTree.Shown(name)} must be the name of a service, and its number from 1 to {MostInstances}");
            }
        }

        return minimums;
    }

    private static int? Share(Section guard, string name)
    {
        if (guard.Find(name) is not { } member)
        {
            return null;
        }

        if (member.Value is SettingsText { Value: [.. var digits, '%'] }
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share < 100)
        {
            return share;
        }

        guard.Problems.Add(member.Origin, $"\"{name}\": not a share that may go; write one from \"0%\" to \"99%\", like \"50%\"");
        return null;
    }

    private static IReadOnlyList<string> Patterns(Section guard, string name)
    {
        if (guard.Texts(name) is not { } patterns)
        {
            return [];
        }

        // Texts has made sure that it is a list of them.
        foreach (var item in ((SettingsList)guard.Find(name)!.Value).Items.Cast<SettingsText>())
        {
            if (TextPattern.Problem(item.Value) is { } problem)
            {
                guard.Problems.Add(item.Origin, $"\"{name}\": {problem}");
            }
        }

        return patterns;
    }
}
