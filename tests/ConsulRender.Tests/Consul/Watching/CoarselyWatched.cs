using System.Collections.Concurrent;
using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>Thirty services of five nodes, watched over fewer connections than that; owned by one test.</summary>
internal sealed class CoarselyWatched : IAsyncDisposable
{
    internal const int Services = 30;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<WatchReport> _reports = [];
    private readonly ConsulClient _client;

    internal CoarselyWatched(int connections)
    {
        Consul = new ScriptedConsul(Clock);
        Consul.Change(catalog => catalog.Index = 500);
        Register(0);
        _client = Consul.Client(new() { MaxConnections = connections });
        Watches = new AgentWatches(_client, Clock, Take, bug => throw bug);
    }

    internal FakeTimeProvider Clock { get; } = new();

    internal ScriptedConsul Consul { get; }

    internal AgentWatches Watches { get; }

    internal static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");

    internal static ScriptedInstance Instance(int number, int port) => new($"n{number % 5}", port) { Id = Name(number) };

    /// <summary>The questions about the services, and some about services that do not exist.</summary>
    internal static HashSet<Dependency> Questions(params IEnumerable<string> others) => [.. Enumerable.Range(0, Services).Select(Name).Concat(others).Select(name => new HealthyService(name))];

    /// <summary>Watches the questions until each has its first answer.</summary>
    internal async Task StartAsync(HashSet<Dependency> questions)
    {
        Watches.Keep(questions);
        await HoldsAsync("every first answer", () => Changes() == questions.Count);
    }

    /// <summary>Gives every service a port of its own, and another one for each number.</summary>
    internal void Register(int number) => Consul.Change(catalog =>
    {
        for (var service = 0; service < Services; service++)
        {
            catalog.Service(Name(service), Instance(service, Port(service, number)));
        }
    });

    /// <summary>Waits until every service is reported as it was registered with that number; null is as gone.</summary>
    internal Task ArrivesAsync(int? number, TimeSpan? step = null) => HoldsAsync($"all services of registration {number}", () => Has(number), step);

    internal bool Has(int? number) => Enumerable.Range(0, Services).All(service => LastPort(Name(service)) == (number is null ? null : Port(service, number.Value)));

    /// <summary>How often changes were reported, of one service or of all.</summary>
    internal int Changes(string? name = null) =>
        _reports.OfType<WatchReport.Changed>().Count(changed => name is null || ((HealthyService)changed.Dependency).Name == name);

    internal Task HoldsAsync(string what, Func<bool> condition, TimeSpan? step = null) => Eventually.HoldsAsync(what, Clock, step ?? Step, condition);

    internal Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var target = Clock.GetUtcNow() + time;
        return HoldsAsync("time to pass", () => Clock.GetUtcNow() >= target, step);
    }

    internal ValueTask Take(WatchReport report, CancellationToken cancellationToken)
    {
        _reports.Enqueue(report);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Watches.DisposeAsync();
        _client.Dispose();
        Consul.Dispose();
    }

    private static int Port(int service, int number) => 8000 + service + number;

    private int? LastPort(string name) => _reports.OfType<WatchReport.Changed>()
        .Where(changed => ((HealthyService)changed.Dependency).Name == name)
        .Select(changed => (EquatableList<ServiceInstance>)changed.Reading.Value!)
        .LastOrDefault() is [var first, ..] ? first.Port : null;
}
