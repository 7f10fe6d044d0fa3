using ConsulRender.Cli.Control;
using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Guards;
using ConsulRender.Processes;
using ConsulRender.State;
using ConsulRender.Templating;

namespace ConsulRender.Tests.Cli.Control;

/// <summary>A daemon with a group in each condition, always the same.</summary>
internal static class StatusUnderTest
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    internal static DaemonStatus Daemon { get; } = Of(
        [
            new("haproxy", new ApplyOutcome.Applied(["haproxy.cfg"], []), [])
            {
                Condition = new Condition(ConditionState.Healthy, ConditionReason.None, Ago(3, 0), () => ""),
                Files = 2,
                LastApply = Ago(1, 30),
                DataTime = Ago(1, 30),
                LastCheck = new CommandResult(Ago(1, 30), null),
                LastReload = new CommandResult(Ago(1, 30), null),
            },
            new("/etc/motd", null, [new MissingDependency(new KeyValue("motd/text"), new SourcePosition("motd.liquid", 3, 8), IsAbsent: true)])
            {
                Condition = new Condition(ConditionState.Waiting, ConditionReason.Missing, Ago(26, 0), () => "waits for key(\"motd/text\")"),
            },
            new("dns", new ApplyOutcome.Failed(FailureKind.Check, "zone: check command \"named-checkzone {path}\" failed with exit code 1; the file was left as it is\n  no SOA"), [])
            {
                Condition = new Condition(ConditionState.Degraded, ConditionReason.Check, Ago(0, 12), () => "zone: check command \"named-checkzone {path}\" failed with exit code 1; the file was left as it is") { NextTry = Now.AddSeconds(95) },
                LastApply = Ago(50, 0),
                DataTime = Ago(0, 12),
                LastCheck = new CommandResult(Ago(0, 2), "zone: check command \"named-checkzone {path}\" failed with exit code 1; the file was left as it is\n  no SOA"),
            },
            new("pool", new ApplyOutcome.Failed(FailureKind.Guard, "pool: only 1 of 2 instances"), [])
            {
                Condition = new Condition(ConditionState.Degraded, ConditionReason.Guard, Ago(0, 1), () => "pool: only 1 of 2 instances"),
                DataTime = Ago(0, 1),
                Hold = new GuardHold(["pool: only 1 of 2 instances"], Ago(0, 1), Now.AddMinutes(4)),
            },
            new("secrets", new ApplyOutcome.Failed(FailureKind.Template, "t.liquid:1:4: \"hunter2\" is no number"), [])
            {
                Condition = new Condition(ConditionState.Degraded, ConditionReason.Template, Ago(0, 1), () => "t.liquid:1:4: \"hunter2\" is no number"),
                DataTime = Ago(0, 1),
            },
        ]);

    internal static DaemonStatus Of(IReadOnlyList<GroupStatus> groups) => new(
        new RunnerStatus(groups, new Dictionary<Dependency, DependencyTrouble> { [new KeyValue("gone")] = new("connection refused") { Since = Ago(0, 5) } })
        {
            Condition = groups.MaxBy(group => group.Condition.State)!.Condition,
            Watching = ["300 questions over 64 connections"],
            Child = new ChildStatus(ChildState.Running, 42, 3),
        },
        Now,
        Ago(74, 0),
        IsApplying: true,
        new StateDirectory("/var/lib/consulrender"));

    private static DateTimeOffset Ago(int hours, int minutes) => Now - new TimeSpan(hours, minutes, 0);
}
