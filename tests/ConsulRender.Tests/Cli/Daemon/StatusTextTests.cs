using ConsulRender.Cli.Daemon;
using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Cli.Daemon;

public sealed class StatusTextTests
{
    private static readonly MissingDependency Missing = new(new KeyValue("x"), new SourcePosition("t.liquid", 1, 4), IsAbsent: true);

    [Fact]
    public void All_is_well() => Assert.Equal("3 files up to date", StatusText.Summary(Status(
        new GroupStatus("a", new ApplyOutcome.Applied(["a"], []), []) { Files = 2 }, new GroupStatus("b", new ApplyOutcome.Unchanged(), []))));

    [Fact]
    public void What_is_waited_for_and_what_failed_is_in_the_line() => Assert.Equal(
        "1 of 4 files up to date; failed: c: reload command failed and 1 more; waiting for key(\"x\") and 1 more; key(\"x\"): connection refused",
        StatusText.Summary(Status(
            new GroupStatus("a", new ApplyOutcome.Unchanged(), []),
            new GroupStatus("b", null, [Missing, Missing with { Dependency = new KeyValue("y") }]),
            new GroupStatus("c", new ApplyOutcome.Failed(FailureKind.Reload, "c: reload command failed\n  its output"), []),
            new GroupStatus("d", new ApplyOutcome.Failed(FailureKind.Guard, "d: refused"), [Missing])) with
        {
            Troubles = new Dictionary<Dependency, DependencyTrouble> { [new KeyValue("x")] = new("connection refused") },
        }));

    [Theory]
    [InlineData(ChildState.Waiting, null, 0, "child waits for every file to be written")]
    [InlineData(ChildState.Running, 42, 1, "child 42 runs")]
    [InlineData(ChildState.Running, 42, 3, "child 42 runs, started 3 times")]
    [InlineData(ChildState.Ending, 42, 1, "child 42 is to end")]
    [InlineData(ChildState.Ended, null, 1, "child has ended")]
    public void The_child_is_in_the_line(ChildState state, int? process, int starts, string expected) => Assert.Equal(
        $"1 file up to date; {expected}",
        StatusText.Summary(Status(new GroupStatus("a", new ApplyOutcome.Unchanged(), [])) with { Child = new ChildStatus(state, process, starts) }));

    [Fact]
    public void The_log_gets_a_line_for_each_group_each_trouble_and_how_agents_are_watched() => Assert.Equal(
        [
            "1 of 3 files up to date; failed: c: no; waiting for key(\"x\"); key(\"z\"): connection refused",
            "a: written",
            "b: not written yet; waits for key(\"x\") at t.liquid:1:4 (Consul has no such key)",
            "c: failed: c: no\n  output",
            "key(\"z\"): connection refused",
            "300 questions over 64 connections",
        ],
        StatusText.Lines(Status(
            new GroupStatus("a", new ApplyOutcome.Applied(["a"], []), []),
            new GroupStatus("b", null, [Missing]),
            new GroupStatus("c", new ApplyOutcome.Failed(FailureKind.Check, "c: no\n  output"), [])) with
        {
            Troubles = new Dictionary<Dependency, DependencyTrouble> { [new KeyValue("z")] = new("connection refused") },
            Watching = ["300 questions over 64 connections"],
        }));

    [Fact]
    public void What_is_not_healthy_says_since_when_and_when_it_is_tried_again()
    {
        var since = new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero);
        var degraded = new Condition(ConditionState.Degraded, ConditionReason.Check, since, () => "c: no") { NextTry = since.AddSeconds(10) };
        var status = Status(
            new GroupStatus("b", null, [Missing]) { Condition = new Condition(ConditionState.Waiting, ConditionReason.Missing, since, () => "") },
            new GroupStatus("c", new ApplyOutcome.Failed(FailureKind.Check, "c: no"), []) { Condition = degraded }) with
        { Condition = degraded };

        Assert.Equal("degraded since 2026-11-22T17:00:00Z; 0 of 2 files up to date; failed: c: no; waiting for key(\"x\")", StatusText.Summary(status));
        Assert.Equal(
            [
                "b: waiting (missing) since 2026-11-22T17:00:00Z; not written yet; waits for key(\"x\") at t.liquid:1:4 (Consul has no such key)",
                "c: degraded (check) since 2026-11-22T17:00:00Z, next try 2026-11-22T17:00:10Z; failed: c: no",
                "key(\"z\"): connection refused (since 2026-11-22T17:00:00Z)",
            ],
            StatusText.Lines(status with { Troubles = new Dictionary<Dependency, DependencyTrouble> { [new KeyValue("z")] = new("connection refused") { Since = since } } }).Skip(1));
    }

    private static RunnerStatus Status(params GroupStatus[] groups) => new(groups, RunnerStatus.Empty.Troubles);
}
