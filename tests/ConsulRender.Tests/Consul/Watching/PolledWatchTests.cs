using System.Collections.Concurrent;
using System.Net;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class PolledWatchTests
{
    [Fact]
    public async Task What_does_not_block_is_asked_at_its_pace_and_never_with_an_index()
    {
        var clock = new FakeTimeProvider();
        using var agent = new EverTheSameIndex();
        using var client = new ConsulClient(new(), clock, agent);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new Watch(client, new PreparedQuery("q"), clock, (_, _) => ValueTask.CompletedTask).RunAsync(stop.Token);
        await Eventually.HoldsAsync("the first question", () => agent.Asked.Count == 1);

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Single(agent.Asked);
        await Eventually.HoldsAsync("the second question", clock, TimeSpan.FromSeconds(0.2), () => agent.Asked.Count == 2);

        await stop.CancelAsync();
        await Eventually.EndsAsync("the watch to end", watch);
        Assert.All(agent.Asked, address => Assert.DoesNotContain("index=", address, StringComparison.Ordinal));
    }

    /// <summary>An agent that answers a prepared query at once, always with the index 1, as Consul does.</summary>
    private sealed class EverTheSameIndex : HttpMessageHandler
    {
        internal ConcurrentQueue<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue(request.RequestUri!.OriginalString);
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
            answer.Headers.Add("X-Consul-Index", "1");
            return Task.FromResult(answer);
        }
    }
}
