using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Three servers, an agent that asks them, the way to it, and daemons at its end that have come to rest; owned by the class of tests that breaks it.</summary>
public sealed class ClusterUnderChurn : IAsyncLifetime
{
    private const int ChangesPerSecond = 10;
    private const int MostMemory = 120;
    private readonly ConsulCluster _cluster = new();
    private readonly ClientConsulAgent _agent = new();
    private readonly List<ObservedDaemon> _daemons = [];
    private readonly Dictionary<ObservedDaemon, int> _memory = [];
    private readonly List<LoopbackProxy> _ways = [];
    private RandomChanges _changes = null!;
    private int _guardedTurn;

    /// <summary>Whether everything lasts as long as it does in earnest, with the settings of those who set nothing.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("CONSULRENDER_CHAOS") == "full";

    /// <summary>The servers.</summary>
    public ConsulCluster Cluster => _cluster;

    /// <summary>The agent that asks them.</summary>
    public ConsulAgent Agent => _agent;

    /// <summary>The server that one daemon asks itself, as on the hosts of servers.</summary>
    public ConsulAgent AskedServer => _cluster.Servers[0];

    /// <summary>The daemons' ways: of most to the agent, of one to the server.</summary>
    public IReadOnlyList<LoopbackProxy> Ways => _ways;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_cluster.StartAsync(), _agent.InitializeAsync().AsTask());
        await _agent.JoinAsync(_cluster.Leader);
        await WriteHistoryAsync(_cluster.Leader);
        await ObservedDaemon.RegisterSteadyAsync(_cluster.Leader, _agent);
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("the changes are those of seed {0}", seed);
        var turn = 0;
        _changes = new RandomChanges(() => Running()[turn++ % Running().Count], _agent, seed);
        await _changes.FillAsync(40);
        await HasCaughtUpAsync();

        var (toAgent, toServer) = (await WayAsync(_agent), await WayAsync(AskedServer));
        Start("with a connection for each question", toAgent, maxConnections: 100);
        Start("with fewer connections than questions", toAgent, maxConnections: 20);
        Start("that asks a server", toServer, maxConnections: 100);
        await EndureAsync("at the start", () => PauseAsync(IsFull ? 30 : 4));
    }

    /// <summary>Breaks something and mends it while changes go on, and asks afterwards whether anything is left of it.</summary>
    public async Task EndureAsync(string what, Func<Task> fault, TimeSpan? timeout = null)
    {
        var watch = Stopwatch.StartNew();
        await using var churn = new SteadyChurn(_changes.ChangeAsync, ChangesPerSecond);
        await using var behindGuard = new SteadyChurn(ChangeBehindGuardAsync, 2);
        await fault();
        await HasCaughtUpAsync();
        await PauseAsync(1);
        await Task.WhenAll(churn.StopAsync(), behindGuard.StopAsync());
        foreach (var instance in ObservedDaemon.Guarded)
        {
            await _cluster.Leader.RegisterAsync(instance);
        }

        var broken = watch.Elapsed;
        Assert.True(churn.Made > 2 * ChangesPerSecond, $"{what}: only {churn.Made} changes were made, and {churn.Refused} were refused");

        await Task.WhenAll(_daemons.Select(daemon => daemon.ConvergesAsync(what, timeout ?? TimeSpan.FromSeconds(IsFull ? 120 : 40))));
        var equal = watch.Elapsed;
        await Task.WhenAll(_daemons.Select(daemon => IsAsSmallAsBeforeAsync(what, daemon)));
        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} changes, {2} refused, mended after {3:0.0} s, equal after {4:0.0} s, quiet after {5:0.0} s; {6}", what, churn.Made, churn.Refused,
            broken.TotalSeconds, equal.TotalSeconds, watch.Elapsed.TotalSeconds, string.Join("; ", _daemons.Select(daemon => $"{daemon.Reloads} reloads, {daemon.Figures}")));
        foreach (var daemon in _daemons)
        {
            daemon.AssertOnlyChangesWereTold(what);
            daemon.AssertEachTextWasToldOnce(what);
            Assert.True(daemon.Log.Contains("guarded-web: min_instances", StringComparison.Ordinal), $"{what}, {daemon.Name}: the guard had nothing to refuse\n{daemon.Log}");
        }
    }

    /// <summary>Waits until the agent's own service is gone from Consul and every daemon has refused to believe it, and makes it again.</summary>
    public async Task LoseOwnServiceAsync(Func<Task> fault)
    {
        var refusals = _daemons.Select(Refusals).ToArray();
        await fault();
        await Eventually.HoldsAsync(
            "the agent's own service is gone", async () => await _cluster.Leader.GetAsync($"catalog/service/{ObservedTemplates.GuardedOwn}") is JsonArray { Count: 0 }, timeout: TimeSpan.FromMinutes(2));
        for (var number = 0; number < _daemons.Count; number++)
        {
            var daemon = _daemons[number];
            await Eventually.HoldsAsync(
                $"{daemon.Name} holds the file of the agent's own service", () => Refusals(daemon) > refusals[number], () => daemon.Log, TimeSpan.FromMinutes(2));
        }

        await ObservedDaemon.RegisterOwnAsync(_agent);

        static int Refusals(ObservedDaemon daemon) => daemon.Log.Split("guarded-own: hold_empty").Length;
    }

    /// <summary>Waits.</summary>
    public static Task PauseAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons)
        {
            await daemon.DisposeAsync();
        }

        foreach (var way in _ways)
        {
            await way.DisposeAsync();
        }

        await _agent.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    // A server without data reads all of it before it comes to what there is now: the longer it is, the more old states there are to see.
    private static async Task WriteHistoryAsync(ConsulAgent server)
    {
        for (var value = 0; value < 2000; value += 50)
        {
            await Task.WhenAll(Enumerable.Range(value, 50).Select(number => server.PutKeyAsync("history", $"{number}")));
        }
    }

    // Three, two, one, two: with one the guard refuses.
    private Task ChangeBehindGuardAsync()
    {
        var server = Running()[0];
        var instance = ObservedDaemon.Guarded[_guardedTurn % 2];
        return _guardedTurn++ % 4 < 2 ? server.DeregisterAsync(instance) : server.RegisterAsync(instance);
    }

    private List<ConsulAgent> Running() => [.. _cluster.Servers.Where(server => server.IsRunning)];

    // A fresh run may otherwise be told what was true before: it asks whichever server the agent likes, and so do we, several times.
    private async Task HasCaughtUpAsync()
    {
        await _cluster.FindLeaderAsync();
        var mark = $"{Guid.NewGuid()}";
        await _cluster.Leader.PutKeyAsync("mark", mark);
        foreach (var agent in _cluster.Servers.Append(_agent))
        {
            await Eventually.HoldsAsync(
                $"{agent.Address} knows what was written last", async () => await agent.GetAsync("kv/mark?stale") is { } found && Text(found) == mark, timeout: TimeSpan.FromSeconds(60));
        }

        static string Text(JsonNode found) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(found[0]!["Value"]!.GetValue<string>()));
    }

    private async Task<string> WayAsync(ConsulAgent agent)
    {
        var way = new LoopbackProxy(agent.Address);
        _ways.Add(way);
        using var http = new HttpClient();
        var self = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://{way.Address}/v1/agent/self"), TestContext.Current.CancellationToken));
        Assert.Equal(agent.Node, self!["Config"]!["NodeName"]!.GetValue<string>());
        return way.Address;
    }

    private void Start(string name, string address, int maxConnections)
    {
        var (retry, more) = IsFull ? ("", "") : (""" "retry": { "max_backoff": "3s" },""", """ "block_query_wait": "2s",""");
        _daemons.Add(new(name, address, _agent.Address, $"{retry} \"max_connections\": {maxConnections},", more));
    }

    // A daemon gives memory back once it had nothing to do for two seconds. What it had at first is the measure for all that follows.
    private async Task IsAsSmallAsBeforeAsync(string what, ObservedDaemon daemon)
    {
        if (!_memory.TryGetValue(daemon, out var before))
        {
            await PauseAsync(4);
            _memory[daemon] = daemon.Figures.Memory;
            return;
        }

        await Eventually.HoldsAsync(
            $"{what}, {daemon.Name}: no more than {MostMemory} % of {before} KiB", () => daemon.Figures.Memory * 100L <= before * (long)MostMemory, () => $"{daemon.Figures}");
    }
}
