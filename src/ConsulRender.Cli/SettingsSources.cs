using ConsulRender.Cli.Arguments;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Puts together what flags, files and environment say, and refuses what gives no work. Stateless.</summary>
internal static class SettingsSources
{
    /// <summary>The settings that hold.</summary>
    /// <exception cref="UsageException">A variable has a wrong value, or there is nothing to do.</exception>
    /// <exception cref="SettingsException">Something in them cannot be used.</exception>
    public static LoadedSettings Load(Flags flags, Func<string, string?> environment)
    {
        var loaded = SettingsLoader.Load(flags.Configs, Variables.Read(environment), flags.Settings);
        if (loaded.Settings is { Template.Count: 0, Exec: null })
        {
            throw new UsageException([NothingToDo(flags)]);
        }

        return loaded;
    }

    /// <summary>How long <c>-once</c> may take; null for as long as it needs.</summary>
    /// <exception cref="UsageException">It is zero, or the run never ends.</exception>
    public static TimeSpan? Timeout(Flags flags, bool isOnce) => OfOnce(flags, FlagTable.Timeout, isOnce, "30s", "a daemon waits for ever");

    /// <summary>How old saved readings may be that <c>-once</c> uses when Consul gives no answer; null when it uses none.</summary>
    /// <exception cref="UsageException">It is zero, or the run is not such a run.</exception>
    public static TimeSpan? AllowStale(Flags flags, bool isOnce) => OfOnce(flags, FlagTable.AllowStale, isOnce, "10m", "a daemon starts from saved readings of any age by itself");

    private static TimeSpan? OfOnce(Flags flags, FlagDefinition flag, bool isOnce, string example, string otherwise)
    {
        if (flags.Value(flag) is not { } text)
        {
            return null;
        }

        if (!isOnce)
        {
            throw new UsageException([$"flag -{flag.Name} works only together with -once; {otherwise}"]);
        }

        return GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new UsageException([FlagValues.Wrong(flag, text, $"a duration above 0, such as {example}")]);
    }

    private static string NothingToDo(Flags flags) =>
        flags.Configs.FirstOrDefault(config => Directory.Exists(config) && !SettingsFiles.Find(config).Any()) is { } empty
            ? $"nothing to do: {empty} has no *.hcl and no *.json file; add one with a \"template\", or use -template SRC:DST"
            : flags.Configs.Count == 0
            ? "nothing to do: name templates with -config PATH or -template SRC:DST ('consulrender -h' lists the flags)"
            : $"nothing to do: {string.Join(", ", flags.Configs)} has no \"template\"; add one, or use -template SRC:DST";
}
