using System.Collections.Concurrent;
using ConsulRender.Consul;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>A watch under test with all that it reported; ends it when disposed of.</summary>
internal sealed class RunningWatch : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<WatchReport> _reports = [];
    private readonly ConsulClient _client;

    internal RunningWatch(ScriptedConsul consul, FakeTimeProvider clock, ConsulQuery dependency, bool once = false, RetryOptions? retry = null)
    {
        _clock = clock;
        _client = consul.Client(new() { Retry = retry ?? new() });
        var watch = new Watch(_client, dependency, clock, Take) { Chance = () => 0, Once = once };
        Task = watch.RunAsync(_stop.Token);
    }

    internal Task Task { get; }

    internal IReadOnlyList<WatchReport> Reports => [.. _reports];

    /// <summary>The values reported so far; an absent one as "(absent)".</summary>
    internal IEnumerable<object> Values => Reports.OfType<WatchReport.Changed>().Select(changed => changed.Reading.Value ?? "(absent)");

    /// <summary>Waits for a value without moving the clock: what must come at once comes so.</summary>
    internal Task ReportsAsync(string value) => Eventually.HoldsAsync($"the report of {value}", () => Values.LastOrDefault() as string == value);

    /// <summary>Waits for a value, letting time pass.</summary>
    internal Task ReportsInTimeAsync(string value, TimeSpan step) =>
        Eventually.HoldsAsync($"the report of {value}", _clock, step, () => Values.LastOrDefault() as string == value);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Eventually.EndsAsync("the watch to end", Task);
        _client.Dispose();
        _stop.Dispose();
    }

    private ValueTask Take(WatchReport report, CancellationToken cancellationToken)
    {
        _reports.Enqueue(report);
        return ValueTask.CompletedTask;
    }
}
