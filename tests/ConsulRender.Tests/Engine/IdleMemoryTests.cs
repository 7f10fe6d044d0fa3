using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>When memory is given back, on a clock and with a count of bytes that the tests turn by hand.</summary>
public sealed class IdleMemoryTests
{
    private readonly FakeTimeProvider _clock = new();
    private long _allocated;

    [Fact]
    public void Nothing_is_due_while_little_was_allocated()
    {
        var memory = Memory();
        _allocated = (1 << 20) - 1;
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(memory.Remaining);
    }

    [Fact]
    public void A_collection_is_due_two_seconds_after_the_last_news()
    {
        var memory = Memory();
        _allocated = 1 << 20;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), memory.Remaining);

        memory.Touch();
        Assert.Equal(TimeSpan.FromSeconds(2), memory.Remaining);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, memory.Remaining);
    }

    [Fact]
    public void What_is_due_is_collected_once()
    {
        var memory = Memory();
        _allocated = 1 << 20;
        _clock.Advance(TimeSpan.FromSeconds(2));
        var collections = GC.CollectionCount(GC.MaxGeneration);
        memory.Release();

        Assert.True(GC.CollectionCount(GC.MaxGeneration) > collections);
        Assert.Null(memory.Remaining);
    }

    [Fact]
    public void The_more_is_in_use_the_later_is_the_next_collection()
    {
        var memory = Memory(inUse: 10 << 20);
        _allocated = 1 << 20;
        _clock.Advance(TimeSpan.FromSeconds(2));
        memory.Release();

        _allocated += (5 << 20) - 1;
        Assert.Null(memory.Remaining);
        _allocated += 1;
        Assert.Equal(TimeSpan.Zero, memory.Remaining);
    }

    private IdleMemory Memory(long inUse = 0) => new(_clock) { Allocated = () => _allocated, InUse = () => inUse };
}
