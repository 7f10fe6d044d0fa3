using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul;

public sealed class SnapshotRevisionTests
{
    [Fact]
    public void Between_two_snapshots_the_questions_with_new_answers_have_changed()
    {
        var first = With(Snapshot.Empty, "a");
        var second = With(With(With(first, "b"), "c"), "b").At(DateTimeOffset.UnixEpoch);

        Assert.Equal([new KeyValue("b"), new KeyValue("c")], Changed(first, second)?.Order(ByText));
        Assert.Equal([], Changed(second, second));
    }

    [Fact]
    public void Forgotten_answers_have_changed()
    {
        var first = With(With(Snapshot.Empty, "a"), "b");

        Assert.Equal([new KeyValue("b")], Changed(first, first.Keep(new HashSet<Dependency> { new KeyValue("a") })));
    }

    [Fact]
    public void Of_snapshots_that_were_not_made_of_each_other_nothing_is_known()
    {
        var first = With(Snapshot.Empty, "a");

        Assert.Null(Changed(With(first, "b"), first));
        Assert.Null(Changed(first, With(Snapshot.Empty, "a")));
    }

    [Fact]
    public void So_many_changes_later_nothing_is_known_and_nothing_kept()
    {
        var first = With(Snapshot.Empty, "a");
        var last = Enumerable.Range(0, 2_000).Aggregate(first, (snapshot, _) => With(snapshot, "b"));

        Assert.Null(Changed(first, last));
    }

    private static Comparer<Dependency> ByText { get; } = Comparer<Dependency>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}"));

    private static Snapshot With(Snapshot snapshot, string key) => snapshot.With(new Reading(new KeyValue(key), 1, "1", DateTimeOffset.UnixEpoch));

    private static IReadOnlySet<Dependency>? Changed(Snapshot first, Snapshot second) => second.Revision.ChangedSince(first.Revision);
}
