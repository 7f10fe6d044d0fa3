using ConsulRender.Cli.Control;
using ConsulRender.Conditions;
using ConsulRender.Groups;
using ConsulRender.Planning;
using ConsulRender.Processes;

namespace ConsulRender.Cli.Daemon;

/// <summary>Words a status for operators: in one line for systemd, in several for the log. Stateless.</summary>
internal static class StatusText
{
    /// <summary>One line, such as <c>3 files up to date; waiting for key("x")</c>.</summary>
    public static string Summary(RunnerStatus status) =>
        SafeText.Of(Joined(Since(status.Condition), Files(status), Failed(status), Waiting(status), Troubles(status), Child(status.Child)));

    /// <summary>The summary, then a line for each group and for all that is out of order.</summary>
    public static IEnumerable<string> Lines(RunnerStatus status) =>
    [
        Summary(status),
        .. status.Groups.Select(group => $"{group.Name}: {Joined(Why(group.Condition), Stale(group), Outcome(group), Waiting(status, group))}"),
        .. status.Troubles.Select(trouble => $"{trouble.Key}: {trouble.Value.Message}{When(trouble.Value)}"),
        .. status.Watching,
    ];

    private static string? Since(Condition condition) =>
        condition.State == ConditionState.Healthy ? null : $"{StatusWords.Of(condition.State)} since {Rfc3339.Format(condition.Since)}";

    private static string? Why(Condition condition) => condition.State == ConditionState.Healthy
        ? null
        : $"{StatusWords.Of(condition.State)} ({StatusWords.Of(condition.Reason)}) since {Rfc3339.Format(condition.Since)}{Next(condition.NextTry)}";

    private static string? Stale(GroupStatus group) => group.StaleAsOf is { } asOf ? $"from readings of {Rfc3339.Format(asOf)}" : null;

    private static string When(DependencyTrouble trouble) => trouble.Since == default ? "" : $" (since {Rfc3339.Format(trouble.Since)}{Next(trouble.NextTry)})";

    private static string Next(DateTimeOffset? time) => time is { } next ? $", next try {Rfc3339.Format(next)}" : "";

    private static string Files(RunnerStatus status)
    {
        var all = status.Groups.Sum(group => group.Files);
        var good = status.Groups.Where(group => group.IsUpToDate).Sum(group => group.Files);
        return good == all ? $"{Count(all, "file")} up to date" : $"{good} of {Count(all, "file")} up to date";
    }

    private static string? Failed(RunnerStatus status) =>
        First(status.Groups.Select(group => group.Outcome).OfType<ApplyOutcome.Failed>().Select(failed => FirstLine(failed.Message))) is { } failures
            ? $"failed: {failures}"
            : null;

    private static string? Waiting(RunnerStatus status) =>
        First(status.Groups.SelectMany(group => group.Missing).Select(missing => missing.Dependency).Distinct().Select(dependency => $"{dependency}")) is { } waiting
            ? $"waiting for {waiting}"
            : null;

    private static string? Troubles(RunnerStatus status) => First(status.Troubles.Select(trouble => $"{trouble.Key}: {trouble.Value.Message}"));

    private static string? Child(ChildStatus? child) => child switch
    {
        null => null,
        { State: ChildState.Waiting } => "child waits for every file to be written",
        { State: ChildState.Ended } => "child has ended",
        { State: ChildState.Ending } => $"child {child.ProcessId} is to end",
        { Starts: > 1 } => $"child {child.ProcessId} runs, started {child.Starts} times",
        _ => $"child {child.ProcessId} runs",
    };

    private static string Outcome(GroupStatus group) => group.Outcome switch
    {
        ApplyOutcome.Applied => "written",
        ApplyOutcome.Unchanged => "up to date",
        ApplyOutcome.Failed failed => $"failed: {failed.Message}",
        _ => "not written yet",
    };

    private static string? Waiting(RunnerStatus status, GroupStatus group) =>
        group.Missing.Count == 0 ? null : $"waits for {string.Join(", ", status.WaitingFor(group))}";

    // The first of many stands for all.
    private static string? First(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return all.Count switch
        {
            0 => null,
            1 => all[0],
            _ => $"{all[0]} and {all.Count - 1} more",
        };
    }

    private static string Joined(params IEnumerable<string?> parts) => string.Join("; ", parts.OfType<string>());

    private static string FirstLine(string text) => text.Split('\n')[0];

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
