using ConsulRender.Consul;
using ConsulRender.Findings;
using ConsulRender.Processes;
using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings;

/// <summary>One value that cannot be used.</summary>
/// <param name="JsonPath">Where it stands, such as <c>$.template[1].destination</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record SettingsProblem(string JsonPath, string Message)
{
    /// <summary>The rule that it breaks.</summary>
    public string Rule { get; init; } = InvalidSettings.Rule;
}

/// <summary>The rules that a type cannot state; finds every broken one, not only the first. Stateless.</summary>
internal static class SettingsRules
{
    private static readonly TimeSpan _longestQuery = TimeSpan.FromMinutes(10);

    /// <summary>Every problem of the settings.</summary>
    public static IEnumerable<SettingsProblem> Problems(Settings settings)
    {
        if (settings.BlockQueryWait <= TimeSpan.Zero || settings.BlockQueryWait > _longestQuery)
        {
            yield return new SettingsProblem("$.block_query_wait", "\"block_query_wait\" must be above 0 and at most 10m, Consul's own limit");
        }

        foreach (var (key, message) in Problems(settings.Consul))
        {
            yield return new SettingsProblem($"$.consul{key}", message);
        }

        foreach (var (key, message) in Problems(settings.Agents))
        {
            yield return new SettingsProblem($"$.agents{key}", message);
        }

        foreach (var (key, message) in ProcessRules.Problems(settings))
        {
            yield return new SettingsProblem($"$.{key}", message);
        }

        if (settings.Vars.ValueKind is not (System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.Undefined))
        {
            yield return new SettingsProblem("$.vars", "\"vars\" must be an object");
        }

        if (settings.TemplateDirs.Any(directory => !IsDirectoryName(directory)))
        {
            yield return new SettingsProblem("$.template_dirs", "\"template_dirs\" must be a list of strings that can be names of directories");
        }

        foreach (var (key, message) in settings.Limits?.Problems() ?? [])
        {
            yield return new SettingsProblem($"${key}", message);
        }

        foreach (var (key, message) in settings.DefaultDelimiters.Problems("left", "right"))
        {
            yield return new SettingsProblem($"$.default_delimiters{key}", message);
        }

        for (var index = 0; index < settings.Template.Count; index++)
        {
            foreach (var (key, message) in Problems(settings.Template[index]))
            {
                yield return new SettingsProblem($"$.template[{index}]{key}", message);
            }
        }

        foreach (var index in Repeated(settings.Template))
        {
            yield return new SettingsProblem($"$.template[{index}].destination", RepeatedMessage(settings.Template[index])) { Rule = DuplicateDestination.Rule };
        }
    }

    /// <summary>The templates that write what an earlier one writes, by their places in the list.</summary>
    public static IEnumerable<int> Repeated(IReadOnlyList<TemplateSettings> templates)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < templates.Count; index++)
        {
            var destination = templates[index].Destination;
            if (destination.Length > 0 && !HasNull(destination) && !seen.Add(Path.GetFullPath(destination)))
            {
                yield return index;
            }
        }
    }

    /// <summary>What is said about such a template.</summary>
    public static string RepeatedMessage(TemplateSettings template) => $"two templates write '{template.Destination}'; give each its own destination";

    /// <summary>Whether a text can be the name of a file.</summary>
    public static bool IsFileName(string path) => path.Length > 0 && !HasNull(path);

    /// <summary>Whether a text can be the name of a directory; an empty one is the working directory.</summary>
    public static bool IsDirectoryName(string? path) => path is not null && !HasNull(path);

    /// <summary>Whether a text holds what no name of a file and no argument of a program can hold.</summary>
    public static bool HasNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Whether there is a text to parse; if not, that is a problem of the settings.</summary>
    public static bool CanBeRead(TemplateSettings template) =>
        (template.Source is null ? template.Contents is not null : template.Contents is null && IsFileName(template.Source))
        && IsFileName(template.Destination);

    private static IEnumerable<(string Key, string Message)> Problems(IReadOnlyDictionary<string, ConsulSettings> agents)
    {
        foreach (var (name, consul) in agents)
        {
            var key = SettingsTree.Member("", name);
            if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
            {
                yield return (key, "the name of an agent is made of letters, digits, - and _");
            }

            if (consul is null)
            {
                yield return (key, $"\"{name}\" must not be null");
                continue;
            }

            if (string.IsNullOrEmpty(consul.Address))
            {
                yield return (key, $"the agent \"{name}\" needs an \"address\"; nothing is taken from \"consul\", flags or the environment");
            }

            foreach (var problem in Problems(consul).Where(problem => problem.Key != ".address" || consul.Address!.Length > 0))
            {
                yield return (key + problem.Key, problem.Message);
            }
        }
    }

    private static IEnumerable<(string Key, string Message)> Problems(ConsulSettings consul)
    {
        if (consul.Address is { } address && ConsulAddress.Parse(address) is null)
        {
            yield return (".address", ConsulAddress.Problem(address));
        }

        if (consul.Token is not null && consul.TokenFile is { Length: > 0 })
        {
            yield return (".token_file", "\"token\" and \"token_file\" say two things; write one of them");
        }

        if (consul.Auth.Username is { } name && name.Contains(':', StringComparison.Ordinal))
        {
            yield return (".auth.username", "\"username\" must not hold a colon; the password has a key of its own");
        }

        if (consul.Auth is { Enabled: true, Username: null or "" } or { Password: not null, Username: null or "", Enabled: not false })
        {
            yield return (".auth", "\"auth\" needs a \"username\"");
        }

        if (consul.MaxConnections is < ConsulOptions.FewestConnections or > ConsulOptions.MostConnections)
        {
            yield return (".max_connections", $"\"max_connections\" must be {ConsulOptions.FewestConnections} to {ConsulOptions.MostConnections}; an agent allows 200 for all programs of a host");
        }

        foreach (var problem in ConnectionRules.Problems(consul))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string Key, string Message)> Problems(TemplateSettings template)
    {
        if ((template.Source is null) == (template.Contents is null))
        {
            yield return ("", "a template needs either \"source\" or \"contents\"");
        }

        if (template.Destination.Length == 0)
        {
            yield return ("", "a template needs a \"destination\"");
        }
        else if (HasNull(template.Destination))
        {
            yield return (".destination", "\"destination\" holds a character that no file name can hold");
        }

        if (template.Source is { } source && !IsFileName(source))
        {
            yield return (".source", source.Length == 0 ? "\"source\" must not be empty" : "\"source\" holds a character that no file name can hold");
        }

        if (template.Check is { HasPath: false })
        {
            yield return (".check", $"\"check\" must mention {CommandLine.PathPlaceholder}, which stands for the file to check, or {CommandLine.PathsPlaceholder} for all files of the group");
        }

        if (template.Check is { HasPathsWithinWord: true })
        {
            yield return (".check", $"\"check\": {CommandLine.PathsPlaceholder} must be an item of its own, since it stands for one argument for each file");
        }

        if (template.CheckTimeout <= TimeSpan.Zero)
        {
            yield return (".check_timeout", "\"check_timeout\" must be above 0");
        }

        if (template.CommandTimeout <= TimeSpan.Zero)
        {
            yield return (".command_timeout", "\"command_timeout\" must be above 0");
        }

        if (template.Vars.ValueKind is not (System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.Undefined))
        {
            yield return (".vars", "\"vars\" must be an object");
        }

        foreach (var problem in (template.Limits?.Problems() ?? []).Concat(template.Delimiters.Problems("left_delimiter", "right_delimiter")).Concat(template.DenylistProblems()))
        {
            yield return problem;
        }
    }
}
