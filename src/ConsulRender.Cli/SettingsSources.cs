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
    public static TimeSpan? Timeout(Flags flags, bool isOnce)
    {
        if (flags.Value(FlagTable.Timeout) is not { } text)
        {
            return null;
        }

        if (!isOnce)
        {
            throw new UsageException(["flag -timeout works only together with -once; a daemon waits for ever"]);
        }

        return GoDuration.TryParse(text, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new UsageException([FlagValues.Wrong(FlagTable.Timeout, text, "a duration above 0, such as 30s")]);
    }

    private static string NothingToDo(Flags flags) =>
        flags.Configs.FirstOrDefault(config => Directory.Exists(config) && !SettingsFiles.Find(config).Any()) is { } empty
            ? $"nothing to do: {empty} has no *.hcl and no *.json file; add one with a \"template\", or use -template SRC:DST"
            : flags.Configs.Count == 0
            ? "nothing to do: name templates with -config PATH or -template SRC:DST ('consulrender -h' lists the flags)"
            : $"nothing to do: {string.Join(", ", flags.Configs)} has no \"template\"; add one, or use -template SRC:DST";
}
