using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class TroublesTests
{
    private static readonly KeyValue _key = new("a");

    private readonly Troubles _troubles = new();

    [Fact]
    public void The_messages_are_the_same_object_until_something_changes()
    {
        _troubles.Set(_key, Gone("one"));
        var before = _troubles.Messages;
        _troubles.Set(_key, Gone("one"));
        _troubles.Remove(new KeyValue("b"));
        _troubles.Keep(new HashSet<Dependency> { _key });
        Assert.Same(before, _troubles.Messages);

        _troubles.Set(_key, Gone("two"));
        Assert.Equal("two", _troubles.Messages[_key].Message);
        Assert.Equal("one", before[_key].Message);
        _troubles.Remove(_key);
        Assert.Empty(_troubles.Messages);
    }

    [Fact]
    public void What_passes_holds_those_who_use_it()
    {
        var used = new HashSet<Dependency> { _key };
        Assert.False(_troubles.ArePassingAmong(used));
        _troubles.Set(_key, Gone("gone"));
        Assert.True(_troubles.ArePassingAmong(used));
        Assert.False(_troubles.ArePassingAmong(new HashSet<Dependency> { new KeyValue("b") }));
        _troubles.Set(_key, Refused("gone"));
        Assert.False(_troubles.ArePassingAmong(used));
        _troubles.Set(_key, Gone("gone"));
        Assert.True(_troubles.ArePassingAmong(used));
        _troubles.Keep(new HashSet<Dependency>());
        Assert.False(_troubles.ArePassingAmong(used));
        _troubles.Set(_key, Gone("gone"));
        _troubles.Clear();
        Assert.False(_troubles.ArePassingAmong(used));
    }

    [Theory]
    [InlineData(1, 1000, 0)]
    [InlineData(1000, 1, 1)]
    public void The_few_are_looked_up_in_the_many(int uses, int troubles, int lookUps)
    {
        for (var number = 0; number < troubles; number++)
        {
            _troubles.Set(new KeyValue($"trouble{number}"), Gone("gone"));
        }

        var comparer = new CountingComparer();
        var used = Enumerable.Range(0, uses).Select(number => new KeyValue($"used{number}")).ToHashSet<Dependency>(comparer);
        comparer.Count = 0;

        Assert.False(_troubles.ArePassingAmong(used));
        Assert.Equal(lookUps, comparer.Count);
    }

    private static ConsulException Gone(string message) => new(ConsulFailure.Unreachable, message);

    private static ConsulException Refused(string message) => new(ConsulFailure.Refused, message);

    /// <summary>Counts how often something is looked up; owned by one set.</summary>
    private sealed class CountingComparer : IEqualityComparer<Dependency>
    {
        internal int Count { get; set; }

        public bool Equals(Dependency? x, Dependency? y) => object.Equals(x, y);

        public int GetHashCode(Dependency obj)
        {
            Count++;
            return obj.GetHashCode();
        }
    }
}
