using ConsulRender.Templating;

namespace ConsulRender.Cli;

/// <summary>The commands beside the program's own work. Stateless.</summary>
internal static class Commands
{
    public const string Check = "check";
    public const string Settings = "settings";
    public const string Plan = "plan";
    public const string Status = "status";
    public const string Release = "release";
    public const string Rollback = "rollback";
    public const string Versions = "versions";
    public const string Completion = "completion";

    /// <summary>Their names in the order of the help.</summary>
    public static IReadOnlyList<string> Names { get; } = [Check, Plan, Settings, Status, Release, Rollback, Versions, Completion];

    /// <summary>What is said about a first word that is none of them.</summary>
    public static string Unknown(string name, IEnumerable<string> flags)
    {
        var known = flags.Select(flag => $"-{flag}").Concat(Names);
        var suggestion = Spelling.Nearest(name, known) is { } nearest ? $"did you mean {nearest}?" : $"the commands are {string.Join(", ", Names)} ('consulrender -h' lists the flags)";
        return $"unknown command '{name}'; {suggestion}";
    }
}
