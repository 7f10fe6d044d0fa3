using System.Collections;
using ConsulRender.Settings;
using ConsulRender.Templating;

namespace ConsulRender.Processes;

/// <summary>What the environment of a command or of the child holds. Stateless.</summary>
/// <remarks>Nothing of the settings is put into it: a token in our settings is ours, and whoever wants it in a command writes it into <c>custom</c>.</remarks>
internal static class CommandEnvironment
{
    /// <summary>All variables.</summary>
    public static Dictionary<string, string> Whole(EnvironmentSettings settings)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (IsPassedOn(settings, (string)variable.Key))
            {
                variables[(string)variable.Key] = (string?)variable.Value ?? "";
            }
        }

        foreach (var custom in settings.Custom)
        {
            var (name, value) = Split(custom);
            variables[name] = value;
        }

        return variables;
    }

    /// <summary>How it differs from our own; a variable that is null is not passed on.</summary>
    public static Dictionary<string, string?> Changes(EnvironmentSettings settings)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SocketTuning.Variable] = null };
        if (settings.Pristine || settings.Allowlist.Count > 0 || settings.Denylist.Count > 0)
        {
            foreach (string name in Environment.GetEnvironmentVariables().Keys)
            {
                if (!IsPassedOn(settings, name))
                {
                    changes[name] = null;
                }
            }
        }

        foreach (var custom in settings.Custom)
        {
            var (name, value) = Split(custom);
            changes[name] = value;
        }

        return changes;
    }

    private static bool IsPassedOn(EnvironmentSettings settings, string name) =>
        !settings.Pristine
        && name != SocketTuning.Variable
        && (settings.Allowlist.Count == 0 || settings.Allowlist.Any(pattern => GoGlob.IsMatch(pattern, name)))
        && !settings.Denylist.Any(pattern => GoGlob.IsMatch(pattern, name));

    private static (string Name, string Value) Split(string custom)
    {
        var equals = custom.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (custom, "") : (custom[..equals], custom[(equals + 1)..]);
    }
}
