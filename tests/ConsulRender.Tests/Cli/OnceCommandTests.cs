using ConsulRender.Cli;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class OnceCommandTests
{
    [Fact]
    public void When_the_time_is_over_every_missing_dependency_is_named_and_every_failure_told()
    {
        var missing = new MissingDependency(new KeyValue("a/b"), new SourcePosition("t.liquid", 1, 4), IsAbsent: true);
        var status = new RunnerStatus(
            [
                new GroupStatus("one", null, [missing, missing with { Dependency = new KeyValue("c"), IsAbsent = false }]),
                new GroupStatus("two", new ApplyOutcome.Failed(FailureKind.Check, "two: the check failed"), []),
                new GroupStatus("three", new ApplyOutcome.Unchanged(), []),
            ],
            RunnerStatus.Empty.Troubles);

        Assert.Equal(
            [
                "timed out after 30s waiting for key(\"a/b\") at t.liquid:1:4 (Consul has no such key)",
                "timed out after 30s waiting for key(\"c\") at t.liquid:1:4 (no answer from Consul yet)",
                "two: the check failed",
            ],
            OnceCommand.TimedOut(status, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(ChildState.Waiting, 24)]
    [InlineData(ChildState.Ended, 0)]
    public void A_failure_that_is_excused_counts_when_the_child_was_not_started_for_it(ChildState? child, int expected)
    {
        var failed = new ApplyOutcome.Failed(FailureKind.Check, "one: the check failed") { IsFatal = false };
        var status = new RunnerStatus([new GroupStatus("one", failed, [])], RunnerStatus.Empty.Troubles) { Child = child is { } state ? new ChildStatus(state, null, 0) : null };

        Assert.Equal(expected, (int)OnceCommand.Report(status));
    }

    [Fact]
    public void When_nothing_is_missing_a_command_took_the_time() =>
        Assert.Equal(
            ["timed out after 1m while a command was running"],
            OnceCommand.TimedOut(new RunnerStatus([new GroupStatus("one", null, [])], RunnerStatus.Empty.Troubles), TimeSpan.FromMinutes(1)));
}
