using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A real agent on loopback with empty state; owned by the test (or the class of tests) that started it.</summary>
public class ConsulAgent : IAsyncLifetime
{
    private const string ManagementToken = "11111111-2222-3333-4444-555555555555";

    private readonly TemporaryDirectory _directory = new();
    private readonly bool _withAcl;
    private readonly HttpClient _http = new();
    private RunningProcess? _process;
    private int[] _ports = [];

    /// <summary>An agent that answers everybody.</summary>
    public ConsulAgent()
        : this(withAcl: false)
    {
    }

    /// <summary>An agent that, when told so, denies whoever comes without a token.</summary>
    protected ConsulAgent(bool withAcl)
    {
        _withAcl = withAcl;
        _http.DefaultRequestHeaders.Add("X-Consul-Token", ManagementToken);
    }

    /// <summary>HOST:PORT of the HTTP API.</summary>
    public string Address => $"127.0.0.1:{_ports[0]}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // Between taking a port and binding it somebody else may have it; the node's name shows whose agent answers.
        for (var attempt = 1; ; attempt++)
        {
            _ports = Ports.Take(3);
            if (await TryStartAsync() || attempt == 5)
            {
                break;
            }
        }

        Assert.True(_process is { HasExited: false }, $"the agent did not start\n{_process?.Transcript}");
    }

    /// <summary>Ends the agent at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        _process!.Send(Signal.Kill);
        await _process.ExitsAsync();
    }

    /// <summary>Starts an agent without any state on the ports of the one that was killed.</summary>
    public async Task RestartAsync() => Assert.True(await TryStartAsync(), $"the agent did not start again\n{_process?.Transcript}");

    /// <summary>Writes a key.</summary>
    public Task PutKeyAsync(string path, string value) => SendAsync(HttpMethod.Put, $"kv/{path}", new StringContent(value));

    /// <summary>Removes a key.</summary>
    public Task DeleteKeyAsync(string path) => SendAsync(HttpMethod.Delete, $"kv/{path}");

    /// <summary>Puts an instance into the catalog, or changes it, on a node that need not exist.</summary>
    public Task RegisterAsync(CatalogInstance instance) => SendAsync(HttpMethod.Put, "catalog/register", Json(instance.ToRegistration()));

    /// <summary>Takes an instance out of the catalog.</summary>
    public Task DeregisterAsync(CatalogInstance instance) =>
        SendAsync(HttpMethod.Put, "catalog/deregister", Json(new JsonObject { ["Node"] = instance.Node, ["ServiceID"] = instance.Id }));

    /// <summary>Asks the API; null when there is no such thing.</summary>
    public async Task<JsonNode?> GetAsync(string path)
    {
        using var response = await _http.GetAsync(Url(path), TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _http.Dispose();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<bool> TryStartAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        var node = $"test-{Guid.NewGuid():N}";
        _process = RunningProcess.Start(Tools.Find("consul"), Arguments(node), _directory.Path);
        await Eventually.HoldsAsync(
            $"a Consul agent {node} with a leader at {Address}",
            async () => _process.HasExited || await IsReadyAsync(node),
            () => _process.Transcript,
            TimeSpan.FromSeconds(30));
        return !_process.HasExited;
    }

    private string[] Arguments(string node)
    {
        var acl = $$"""acl { enabled = true default_policy = "deny" tokens { master = "{{ManagementToken}}" agent = "{{ManagementToken}}" } }""";
        return
        [
            "agent", "-dev", "-node", node, "-bind", "127.0.0.1", "-client", "127.0.0.1", "-log-level", "warn",
            "-hcl", "disable_update_check = true",
            "-hcl", $$"""ports { http = {{_ports[0]}} server = {{_ports[1]}} serf_lan = {{_ports[2]}} serf_wan = -1 dns = -1 grpc = -1 }""",
            .. _withAcl ? (string[])["-hcl", acl] : [],
        ];
    }

    // A leader alone is not enough: the agent registers itself a moment later, and that would be a change of the catalog.
    private async Task<bool> IsReadyAsync(string node)
    {
        try
        {
            var self = await GetAsync("agent/self");
            return self?["Config"]?["NodeName"]?.GetValue<string>() == node
                && await GetAsync("catalog/service/consul") is JsonArray { Count: > 0 };
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, Url(path)) { Content = content };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private Uri Url(string path) => new($"http://{Address}/v1/{path}");

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(JsonSerializerOptions.Default));
}

/// <summary>An agent that denies whoever comes without a token.</summary>
public sealed class GuardedConsulAgent() : ConsulAgent(withAcl: true);
