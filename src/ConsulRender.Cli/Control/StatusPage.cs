using System.Globalization;
using ConsulRender.Conditions;
using ConsulRender.Planning;

namespace ConsulRender.Cli.Control;

/// <summary>Writes a status for people: what is healthy in a line, what is not in several. Stateless.</summary>
internal static class StatusPage
{
    // More lines about one thing nobody reads at night.
    private const int Most = 10;

    /// <summary>The status in lines.</summary>
    public static string Of(DaemonStatus daemon)
    {
        var (status, now) = (daemon.Status, daemon.Time);
        var lines = new List<string> { Summary(status, now), Program(daemon), "" };
        foreach (var group in status.Groups)
        {
            lines.AddRange(Group(status, group, now));
        }

        lines.AddRange(Few(
            "what cannot be read",
            status.Troubles,
            trouble => $"{trouble.Key}: {trouble.Value.Message}; since {When(trouble.Value.Since, now)}{Next(trouble.Value.NextTry, now)}"));
        lines.AddRange(Few("watching", status.Watching, watching => watching));
        if (status.Child is { } child)
        {
            lines.Add($"child {StatusWords.Of(child.State)}{(child.ProcessId is { } processId ? string.Create(CultureInfo.InvariantCulture, $", PID {processId}, started {Times(child.Starts)}") : "")}");
        }

        return string.Concat(lines.Select(line => $"{SafeText.Of(line)}\n"));
    }

    private static string Summary(RunnerStatus status, DateTimeOffset now)
    {
        var condition = status.Condition;
        var since = condition.Since == default ? "" : $" since {When(condition.Since, now)}";
        var healthy = status.Groups.Count(group => group.Condition.State == ConditionState.Healthy);
        var count = string.Create(CultureInfo.InvariantCulture, $"{healthy} of {status.Groups.Count} groups healthy");
        return $"{StatusWords.Of(condition.State)}{since}; {count}{(condition.Message.Length == 0 ? "" : $"; {condition.Message}")}";
    }

    private static string Program(DaemonStatus daemon)
    {
        var state = daemon.State is { } directory ? $", state in {directory.Path}" : "";
        var applying = daemon.IsApplying ? "; the commands of a change run now" : "";
        return string.Create(CultureInfo.InvariantCulture, $"consulrender {ProgramVersion.Text}, PID {Environment.ProcessId}, started {When(daemon.Started, daemon.Time)}{state}{applying}");
    }

    private static IEnumerable<string> Group(RunnerStatus status, GroupStatus group, DateTimeOffset now)
    {
        var condition = group.Condition;
        var since = condition.Since == default ? "" : $" since {When(condition.Since, now)}";
        var applied = group.LastApply is { } apply ? $"last apply {When(apply, now)}" : "no apply since the start";
        var data = group.DataTime is { } time ? $"newest data {When(time, now)}" : "no data yet";
        if (condition.State == ConditionState.Healthy)
        {
            return [$"{group.Name}: healthy{since}; {applied}; {data}"];
        }

        return
        [
            $"{group.Name}: {StatusWords.Of(condition.State)} ({StatusWords.Of(condition.Reason)}){since}{Next(condition.NextTry, now)}",
            .. group.Missing.Count == 0 ? [$"  {condition.Message}"] : group.Missing.Take(Most).Select(missing => $"  waits for {status.Describe(missing)}"),
            .. group.Missing.Count > Most ? [string.Create(CultureInfo.InvariantCulture, $"  and for {group.Missing.Count - Most} more")] : Array.Empty<string>(),
            $"  {applied}; {data}",
            .. Result("check", group.LastCheck, now),
            .. Result("reload", group.LastReload, now),
            .. Hold(group, now),
        ];
    }

    private static IEnumerable<string> Result(string what, CommandResult? result, DateTimeOffset now) => result is null
        ? []
        : [$"  last {what} {When(result.Time, now)}: {(result.Succeeded ? "good" : "failed")}", .. Output(result)];

    // What the command printed stands behind the first line, which the condition has told.
    private static IEnumerable<string> Output(CommandResult result) => result.Problem?.Split('\n').Skip(1).Take(Most).Select(line => $"  {line}") ?? [];

    private static IEnumerable<string> Hold(GroupStatus group, DateTimeOffset now) => group.Hold is not { } hold
        ? []
        :
        [
            .. hold.Reasons.Take(Most).Select(reason => $"  held: {reason}"),
            $"  held since {When(hold.Since, now)}{(hold.Expires is { } expires ? $", let through {Coming(expires, now)}" : ", until other data pass")}; 'consulrender release {group.Name}' lets it through",
        ];

    private static IEnumerable<string> Few<T>(string title, IReadOnlyCollection<T> things, Func<T, string> word) => things.Count == 0
        ? []
        : ["", $"{title}:", .. things.Take(Most).Select(thing => $"  {word(thing)}"), .. things.Count > Most ? [string.Create(CultureInfo.InvariantCulture, $"  and {things.Count - Most} more")] : Array.Empty<string>()];

    private static string Next(DateTimeOffset? time, DateTimeOffset now) => time is not { } next ? ""
        : next <= now ? "; being tried now"
        : $"; next try {Coming(next, now)}";

    private static string When(DateTimeOffset time, DateTimeOffset now) => $"{Rfc3339.Format(time)} ({Age(now - time)} ago)";

    private static string Coming(DateTimeOffset time, DateTimeOffset now) => $"{Rfc3339.Format(time)} (in {Age(time - now)})";

    /// <summary>A duration as people say it: its two largest units.</summary>
    internal static string Age(TimeSpan age)
    {
        var culture = CultureInfo.InvariantCulture;
        return age < TimeSpan.FromSeconds(1) ? "0s"
            : age < TimeSpan.FromMinutes(1) ? string.Create(culture, $"{age.Seconds}s")
            : age < TimeSpan.FromHours(1) ? string.Create(culture, $"{age.Minutes}m{age.Seconds}s")
            : age < TimeSpan.FromDays(1) ? string.Create(culture, $"{age.Hours}h{age.Minutes}m")
            : string.Create(culture, $"{(int)age.TotalDays}d{age.Hours}h");
    }

    private static string Times(int number) => number == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{number} times");
}
