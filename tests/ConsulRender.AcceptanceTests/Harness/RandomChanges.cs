using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Changes of everything that templates can see, drawn from a seed; owned by one test. What it remembers need not be what Consul knows.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A seed must give the same changes again.")]
public sealed class RandomChanges(Func<ConsulAgent> server, ConsulAgent local, int seed)
{
    private const int Nodes = 12;
    private static readonly string[] States = ["passing", "passing", "warning", "critical"];
    private static readonly string[] TagNames = ["blue", "green", "v1", "v2", "canary"];

    private readonly Random _random = new(seed);
    private readonly List<CatalogInstance> _instances = [];
    private readonly Dictionary<string, string> _addresses = Enumerable.Range(0, Nodes).ToDictionary(node => $"node-{node}", node => $"10.1.0.{node}");
    private readonly HashSet<int> _own = [];
    private Task _ownChange = Task.CompletedTask;
    private int _services;
    private int _names;
    private int _ids;

    /// <summary>Changes by one server.</summary>
    public RandomChanges(ConsulAgent server, ConsulAgent local, int seed)
        : this(() => server, local, seed)
    {
    }

    /// <summary>Registers services of one to three instances, and a few keys.</summary>
    public async Task FillAsync(int services)
    {
        _services = services;
        while (_names < services)
        {
            await NewNameAsync();
        }

        for (var key = 0; key < 10; key++)
        {
            await server().PutKeyAsync($"churn/{key}", $"{key}");
        }
    }

    /// <summary>Makes so many changes, some of them in a rush and some after a pause, and waits until all are made.</summary>
    public async Task MakeAsync(int changes)
    {
        var underWay = new List<Task>();
        for (var change = 0; change < changes; change++)
        {
            underWay.Add(ChangeAsync());
            if (underWay.Count >= 3)
            {
                await Task.WhenAll(underWay);
                underWay.Clear();
            }

            if (_random.Next(7) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(150)), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        await Task.WhenAll(underWay);
    }

    /// <summary>Makes one change; as many things come as go, over time, and what goes takes its instances along.</summary>
    public Task ChangeAsync() => _random.Next(100) switch
    {
        >= 46 and < 66 when Names < _services => NewNameAsync(),
        >= 56 and < 62 when Names > _services * 9 / 8 => VanishAsync(Any().Service),
        < 20 => RegisterAsync(Any() with { Port = Port() }),
        < 38 => RegisterAsync(Any() with { Status = States[_random.Next(4)] }),
        < 46 => RegisterAsync(Instance(Any().Service)),
        < 56 => DeregisterAsync(Any()),
        < 62 => NewNameAsync(),
        < 66 => VanishAsync(Any().Service),
        < 73 => RegisterAsync(Any() with { Tags = Tags() }),
        < 77 => MoveNodeAsync(Node()),
        < 80 => CheckNodeAsync(Node()),
        < 82 => RemoveNodeAsync(Node()),
        < 90 => ChangeOwnAsync(_random.Next(5)),
        < 96 => ChangeKeyAsync(_random.Next(15)),
        < 98 => RegisterAsync(Any() with { CheckOutput = $"took {Port()} ms" }),
        _ => RegisterAsync(Any()),
    };

    private int Names => _instances.Select(instance => instance.Service).Distinct().Count();

    private CatalogInstance Any() => _instances.Count == 0 ? Instance("svc-again") : _instances[_random.Next(_instances.Count)];

    private string Node() => $"node-{_random.Next(Nodes)}";

    private int Port() => _random.Next(1024, 65536);

    private string[] Tags() => [.. TagNames.Where(_ => _random.Next(3) == 0)];

    private CatalogInstance Instance(string name)
    {
        var node = Node();
        return new(node, _addresses[node], name, $"{name}-{_ids++}", Port()) { Tags = Tags(), Status = _random.Next(5) == 0 ? null : States[_random.Next(4)] };
    }

    private Task RegisterAsync(CatalogInstance instance)
    {
        // The node keeps the address it has by now, whatever it was when the instance was made.
        var now = instance with { NodeAddress = _addresses[instance.Node] };
        _instances.RemoveAll(other => other.Id == now.Id);
        _instances.Add(now);
        return server().RegisterAsync(now);
    }

    private Task DeregisterAsync(CatalogInstance instance)
    {
        _instances.Remove(instance);
        return server().DeregisterAsync(instance);
    }

    private Task NewNameAsync()
    {
        var name = $"svc-{_names++}";
        return Task.WhenAll(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => RegisterAsync(Instance(name))));
    }

    private Task VanishAsync(string name) =>
        Task.WhenAll(_instances.Where(instance => instance.Service == name).ToList().Select(DeregisterAsync));

    private Task MoveNodeAsync(string node)
    {
        _addresses[node] = $"10.{_random.Next(2, 250)}.{_random.Next(250)}.9";
        return server().PutAsync("catalog/register", new JsonObject { ["Node"] = node, ["Address"] = _addresses[node], ["NodeMeta"] = new JsonObject { ["moved"] = _addresses[node] } });
    }

    private Task CheckNodeAsync(string node) => server().PutAsync("catalog/register", new JsonObject
    {
        ["Node"] = node,
        ["Address"] = _addresses[node],
        ["Check"] = new JsonObject { ["Node"] = node, ["CheckID"] = "disk", ["Name"] = "disk", ["Status"] = States[_random.Next(4)] },
    });

    private Task RemoveNodeAsync(string node)
    {
        _instances.RemoveAll(instance => instance.Node == node);
        return server().PutAsync("catalog/deregister", new JsonObject { ["Node"] = node });
    }

    // The agent knows its own services only once it has answered, so these changes wait for each other.
    private Task ChangeOwnAsync(int number)
    {
        var (path, body) = OwnChange(number);
        return _ownChange = AfterAsync(_ownChange);

        async Task AfterAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await local.PutAsync(path, body);
        }
    }

    private (string Path, JsonObject? Body) OwnChange(int number)
    {
        var id = $"own-{number}";
        if (_own.Add(number) || _random.Next(3) == 0)
        {
            return ("agent/service/register", new JsonObject
            {
                ["Name"] = $"own-{number % 3}",
                ["ID"] = id,
                ["Port"] = Port(),
                ["Tags"] = new JsonArray([.. Tags().Select(tag => JsonValue.Create(tag))]),
                ["Check"] = new JsonObject { ["CheckID"] = id, ["TTL"] = "1h", ["Status"] = States[_random.Next(4)] },
            });
        }

        switch (_random.Next(4))
        {
            case 0:
                _own.Remove(number);
                return ($"agent/service/deregister/{id}", null);
            case 1:
                return ($"agent/service/maintenance/{id}?enable={(_random.Next(2) == 0 ? "true" : "false")}", null);
            default:
                return ($"agent/check/{(_random.Next(2) == 0 ? "pass" : "fail")}/{id}", null);
        }
    }

    private Task ChangeKeyAsync(int key) =>
        _random.Next(3) == 0 ? server().DeleteKeyAsync($"churn/{key}") : server().PutKeyAsync($"churn/{key}", _random.Next(10) == 0 ? "" : $"{Port()}");
}
