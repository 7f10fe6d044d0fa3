using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class StaleTests : IDisposable
{
    private readonly ScriptedConsul _consul = new(TimeProvider.System);

    public StaleTests() => _consul.Change(catalog => catalog.Key("a", "1"));

    public void Dispose() => _consul.Dispose();

    [Theory]
    [InlineData("true", "0", null, 1)]
    [InlineData("true", "2000", null, 1)]
    [InlineData("true", "2001", null, 2)]
    [InlineData("true", "99999999999999999999", null, 1)]
    [InlineData("false", "0", null, 2)]
    [InlineData("false", "0", "blocking-query", 2)]
    [InlineData("false", "9000", "streaming", 1)]
    public async Task An_answer_that_is_too_old_is_asked_for_once_more_from_the_leader(string knownLeader, string lastContact, string? backend, int requests)
    {
        _consul.Staleness = (knownLeader, lastContact, backend);

        var reading = await AskAsync(new() { MaxStale = TimeSpan.FromSeconds(2) }, index: 0);

        Assert.Equal("1", reading.Value);
        Assert.Equal(requests, _consul.Requests.Count);
        Assert.True(_consul.Requests[0].IsStale);
        Assert.All(_consul.Requests.Skip(1), request => Assert.True(request.IsConsistent && !request.IsStale));
    }

    [Fact]
    public async Task The_leader_is_asked_without_index_so_that_it_answers_at_once()
    {
        _consul.Staleness = ("false", "0", null);

        await AskAsync(new(), index: 5);

        Assert.Equal([5ul, 0ul], _consul.Requests.Select(request => request.Index));
    }

    [Fact]
    public async Task With_no_staleness_allowed_only_the_leader_is_asked()
    {
        await AskAsync(new() { MaxStale = TimeSpan.Zero }, index: 0);

        Assert.False(Assert.Single(_consul.Requests).IsStale);
    }

    private async Task<Reading> AskAsync(ConsulOptions options, ulong index)
    {
        using var client = _consul.Client(options);
        return await client.QueryAsync(new KeyValue("a"), index, TestContext.Current.CancellationToken);
    }
}
