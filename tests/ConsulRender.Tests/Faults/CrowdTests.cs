using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Faults;

/// <summary>The whole engine when a catalog of one service becomes one of ten thousand.</summary>
public sealed class CrowdTests : IAsyncDisposable
{
    private const int Services = 10_000;

    // Near to real time, because evaluations take real time, too.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(3);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task Ten_thousand_services_that_appear_at_once_are_all_written_with_one_reload()
    {
        _runner.Consul.Change(catalog => catalog.Service("s00000", Instance(0)));
        _runner.With("out", "{% for s in services() %}{% for i in service(s.name) %}{{ s.name }} {{ i.port }}\n{% endfor %}{% endfor %}", reload: "wc -l <DIR/out >>LOG").Start();
        await _runner.HoldsAsync("out", "s00000 0\n");
        await Eventually.HoldsAsync("the first reload", () => _runner.Directory.Log.Count == 1);
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        _runner.Consul.Change(catalog =>
        {
            for (var number = 1; number < Services; number++)
            {
                catalog.Service($"s{number:d5}", Instance(number));
            }
        });
        for (var asked = 1000; asked <= Services; asked += 1000)
        {
            await Eventually.HoldsAsync($"{asked} questions", _runner.Clock, Step, () => _runner.Consul.Asked >= asked);
        }

        await Eventually.HoldsAsync("every line", _runner.Clock, Step, () => _runner.Directory.Lines("out").Count == Services);
        Assert.Equal(Enumerable.Range(0, Services).Select(number => $"s{number:d5} {number}"), _runner.Directory.Lines("out"));
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log.Count == 2);
        Assert.Equal(["1", $"{Services}"], _runner.Directory.Log);

        // The agent in memory, which remembers each question, has its share of it.
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - memory) >> 20;
        Assert.True(grown < 250, $"{grown} MiB for {Services} services");
        Assert.Empty(_runner.Runner.Status.Troubles);
    }

    private static ScriptedInstance Instance(int number) => new($"n{number % 100}", number) { Id = $"s{number:d5}" };
}
