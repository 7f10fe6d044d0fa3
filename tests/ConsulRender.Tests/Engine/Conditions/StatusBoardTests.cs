using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Groups;
using ConsulRender.Settings;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Conditions;

public sealed class StatusBoardTests
{
    [Fact]
    public void A_turn_in_which_nothing_changed_makes_no_objects_for_a_thousand_groups()
    {
        var clock = new FakeTimeProvider();
        var templates = Enumerable.Range(0, 1000).Select(number => new TemplateSettings { Contents = "{{ key(\"a\") }}", Destination = $"/nowhere/{number}" });
        var groups = OutputGroups.Create(new ConsulRender.Settings.Settings { Template = [.. templates] }, clock);
        var board = new StatusBoard(clock, keepsDataTime: true);
        var told = Tell([]);
        Assert.Equal(1000, told.Count);
        Tell(told);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = Tell(told);
        var made = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Same(told, again);
        Assert.InRange(made, 0, 200);

        groups[500].Evaluate(Snapshot.Empty, clock.GetTimestamp());
        var changed = Tell(told);
        Assert.Equal([500], Enumerable.Range(0, 1000).Where(index => !ReferenceEquals(told[index], changed[index])));

        IReadOnlyList<GroupStatus> Tell(IReadOnlyList<GroupStatus> last) => board.Tell(groups, Snapshot.Empty, RunnerStatus.Empty.Troubles, last, group => group.Missing);
    }

    [Fact]
    public void Every_failure_has_a_reason_and_every_reason_a_name()
    {
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.True(Enum.TryParse<ConditionReason>($"{kind}", out _), $"{kind} has no reason"));
        var names = Enum.GetValues<ConditionReason>().Select(ConsulRender.Cli.Control.StatusWords.Of).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z_]+$", name));
    }
}
