using ConsulRender.Consul;
using ConsulRender.Consul.Transport;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

public sealed class AgentTokenTests
{
    [Theory]
    [InlineData(1.5)]
    [InlineData(1999.999)]
    public async Task A_fraction_of_a_millisecond_is_waited_for_and_not_asked_for_again_and_again(double milliseconds)
    {
        var clock = new FakeTimeProvider();
        var token = new AgentToken(new ConsulOptions(), clock);
        var wait = token.ChangesAsync(from: null, TimeSpan.FromMilliseconds(milliseconds), TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);

        // On another thread: what never ends would never come back.
        var pass = Task.Run(() => Advance(clock, Math.Floor(milliseconds)), TestContext.Current.CancellationToken);
        await Eventually.EndsAsync("the clock's step", pass);
        Assert.False(wait.IsCompleted);

        Advance(clock, 1);
        await Eventually.EndsAsync("the wait", wait);
    }

    private static void Advance(FakeTimeProvider clock, double milliseconds) => clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
