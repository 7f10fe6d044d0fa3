using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A real agent on loopback with empty state; owned by the test (or the class of tests) that started it.</summary>
public class ConsulAgent : IAsyncLifetime
{
    /// <summary>The token that an agent with access rules obeys; the others ignore it.</summary>
    protected const string ManagementToken = "11111111-2222-3333-4444-555555555555";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _node = $"test-{Guid.NewGuid():N}";
    private readonly string[] _extraArguments;
    private readonly bool _keepsState;
    private readonly HttpClient _http = new();
    private RunningProcess? _process;
    private int[] _ports = [];

    /// <summary>An agent that answers everybody, and forgets everything when it ends.</summary>
    public ConsulAgent()
        : this([], keepsState: false)
    {
    }

    /// <summary>An agent with more settings of its own.</summary>
    protected ConsulAgent(string[] extraArguments, bool keepsState)
    {
        _extraArguments = extraArguments;
        _keepsState = keepsState;
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

    /// <summary>Starts an agent on the ports of the one that was killed; without any state, unless it is of the kind that keeps it.</summary>
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

    /// <summary>Makes a token that may read the keys below a prefix, and nothing else.</summary>
    public async Task<string> CreateTokenAsync(string prefix)
    {
        var token = Guid.NewGuid().ToString();
        await SendAsync(HttpMethod.Put, "acl/policy", Json(new JsonObject { ["Name"] = $"p-{token}", ["Rules"] = $"key_prefix \"{prefix}\" {{ policy = \"read\" }}" }));
        await SendAsync(HttpMethod.Put, "acl/token", Json(new JsonObject
        {
            ["SecretID"] = token,
            ["AccessorID"] = token,
            ["Policies"] = new JsonArray(new JsonObject { ["Name"] = $"p-{token}" }),
        }));
        return token;
    }

    /// <summary>Takes a token away from all who use it.</summary>
    public Task RevokeTokenAsync(string token) => SendAsync(HttpMethod.Delete, $"acl/token/{token}");

    /// <summary>Asks the API; null when there is no such thing.</summary>
    public async Task<JsonNode?> GetAsync(string path)
    {
        using var response = await _http.GetAsync(Url(path), TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            : null;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
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

        _process = RunningProcess.Start(Tools.Find("consul"), Arguments(), _directory.Path);
        await Eventually.HoldsAsync(
            $"a Consul agent {_node} with a leader at {Address}",
            async () => _process.HasExited || await IsReadyAsync(),
            () => _process.Transcript,
            TimeSpan.FromSeconds(30));
        return !_process.HasExited;
    }

    private string[] Arguments() =>
    [
        "agent", "-node", _node, "-bind", "127.0.0.1", "-client", "127.0.0.1", "-log-level", "warn",
        "-hcl", "disable_update_check = true",
        "-hcl", $"ports {{ http = {_ports[0]} server = {_ports[1]} serf_lan = {_ports[2]} serf_wan = -1 dns = -1 grpc = -1 }}",
        .. _keepsState ? ["-server", "-bootstrap-expect", "1", "-data-dir", _directory["state"]] : (string[])["-dev"],
        .. _extraArguments,
    ];

    // A leader alone is not enough: the agent registers itself a moment later, and that would be a change of the catalog.
    private async Task<bool> IsReadyAsync()
    {
        try
        {
            var self = await GetAsync("agent/self");
            return self?["Config"]?["NodeName"]?.GetValue<string>() == _node
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
