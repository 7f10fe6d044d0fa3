using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A real agent on loopback with empty state; owned by the test (or the class of tests) that started it.</summary>
public class ConsulAgent : IAsyncLifetime
{
    /// <summary>The token that an agent with access rules obeys; the others ignore it.</summary>
    protected const string ManagementToken = "11111111-2222-3333-4444-555555555555";

    private readonly TemporaryDirectory _directory = new();
    private readonly Guid _id = Guid.NewGuid();
    private readonly string[] _extraArguments;
    private readonly AgentRole _role;
    private readonly HttpClient _http = new();
    private RunningProcess? _process;
    private int[] _ports = [];

    /// <summary>An agent that answers everybody, and forgets everything when it ends.</summary>
    public ConsulAgent()
        : this([], AgentRole.Development)
    {
    }

    /// <summary>An agent with a role among others and more settings of its own.</summary>
    protected ConsulAgent(string[] extraArguments, AgentRole role)
    {
        _extraArguments = extraArguments;
        _role = role;
        _http.DefaultRequestHeaders.Add("X-Consul-Token", ManagementToken);
    }

    /// <summary>HOST:PORT of the HTTP API.</summary>
    public string Address => $"127.0.0.1:{_ports[0]}";

    /// <summary>HOST:PORT at which servers talk to each other, which is how they name their leader.</summary>
    public string ServerAddress => $"127.0.0.1:{_ports[1]}";

    /// <summary>The name of its node.</summary>
    public string Node => $"test-{_id:N}";

    /// <summary>Whether its process is there.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What its process has printed.</summary>
    protected string Transcript => _process?.Transcript ?? "";

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

    /// <summary>The same, with an empty data directory.</summary>
    public Task RestartEmptyAsync()
    {
        Directory.Delete(_directory["state"], recursive: true);
        return RestartAsync();
    }

    /// <summary>Sends the agent's process a signal.</summary>
    public void Send(Signal signal) => _process!.Send(signal);

    /// <summary>Makes the agent meet another.</summary>
    public Task JoinAsync(ConsulAgent other) => PutAsync($"agent/join/127.0.0.1:{other._ports[2]}");

    /// <summary>Everything that the servers know, to be restored.</summary>
    public Task<byte[]> SaveAsync() => _http.GetByteArrayAsync(Url("snapshot"), TestContext.Current.CancellationToken);

    /// <summary>Takes the servers back to what they knew.</summary>
    public Task RestoreAsync(byte[] saved) => SendAsync(HttpMethod.Put, "snapshot", saved);

    /// <summary>Tells the API something.</summary>
    public Task PutAsync(string path, JsonObject? body = null) => SendAsync(HttpMethod.Put, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body));

    /// <summary>Writes a key.</summary>
    public Task PutKeyAsync(string path, string value) => SendAsync(HttpMethod.Put, $"kv/{path}", Encoding.UTF8.GetBytes(value));

    /// <summary>Removes a key.</summary>
    public Task DeleteKeyAsync(string path) => SendAsync(HttpMethod.Delete, $"kv/{path}");

    /// <summary>Puts an instance into the catalog, or changes it, on a node that need not exist.</summary>
    public Task RegisterAsync(CatalogInstance instance) => PutAsync("catalog/register", instance.ToRegistration());

    /// <summary>Takes an instance out of the catalog.</summary>
    public Task DeregisterAsync(CatalogInstance instance) =>
        PutAsync("catalog/deregister", new JsonObject { ["Node"] = instance.Node, ["ServiceID"] = instance.Id });

    /// <summary>Makes a token that may read the keys below a prefix, and nothing else.</summary>
    public Task<string> CreateTokenAsync(string prefix) => CreateTokenOfAsync($"key_prefix \"{prefix}\" {{ policy = \"read\" }}");

    /// <summary>Makes a token that may do what these rules say, and nothing else.</summary>
    public async Task<string> CreateTokenOfAsync(string rules)
    {
        var token = Guid.NewGuid().ToString();
        await PutAsync("acl/policy", new JsonObject { ["Name"] = $"p-{token}", ["Rules"] = rules });
        await GiveTokenAsync(token);
        return token;
    }

    /// <summary>Lets a token count again that was made here and revoked.</summary>
    public Task GiveTokenAsync(string token) => PutAsync("acl/token", new JsonObject
    {
        ["SecretID"] = token,
        ["AccessorID"] = token,
        ["Policies"] = new JsonArray(new JsonObject { ["Name"] = $"p-{token}" }),
    });

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
            $"a Consul agent {Node} with a leader at {Address}",
            async () => _process.HasExited || await IsReadyAsync(),
            () => _process.Transcript,
            TimeSpan.FromSeconds(30));
        return !_process.HasExited;
    }

    private string[] Arguments() =>
    [
        "agent", "-node", Node, "-bind", "127.0.0.1", "-client", "127.0.0.1", "-log-level", "warn",
        "-hcl", "disable_update_check = true",
        "-hcl", $"ports {{ http = {_ports[0]} server = {_ports[1]} serf_lan = {_ports[2]} serf_wan = -1 dns = -1 grpc = -1 }}",
        .. _role switch
        {
            AgentRole.Server => ["-server", "-bootstrap-expect", "1", .. OnDisk],
            AgentRole.OneOfThree => ["-server", "-bootstrap-expect", "3", .. OnDisk],
            AgentRole.Client => OnDisk,
            _ => (string[])["-dev"],
        },
        .. _extraArguments,
    ];

    // Consul takes three seconds to find a leader unless it is told that its machine is quick. An ID from the host outlives the data; Consul
    // would not let another one have the node's name before the old one is known to be dead.
    private string[] OnDisk => ["-data-dir", _directory["state"], "-node-id", $"{_id}", "-hcl", "performance { raft_multiplier = 1 }"];

    // A leader alone is not enough: the agent registers itself a moment later, and that would be a change of the catalog. Who must meet
    // others first is ready without.
    private async Task<bool> IsReadyAsync()
    {
        try
        {
            var self = await GetAsync("agent/self");
            return self?["Config"]?["NodeName"]?.GetValue<string>() == Node
                && (_role is AgentRole.OneOfThree or AgentRole.Client || await GetAsync("catalog/service/consul") is JsonArray { Count: > 0 });
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Servers that look for a new leader refuse changes for a moment, as they refuse them to everybody.
    private async Task SendAsync(HttpMethod method, string path, byte[]? body = null)
    {
        var said = "";
        await Eventually.HoldsAsync($"{method} {path} is done", IsDoneAsync, () => said);

        async Task<bool> IsDoneAsync()
        {
            using var request = new HttpRequestMessage(method, Url(path)) { Content = body is null ? null : new ByteArrayContent(body) };
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            said = response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(said.Length == 0 || said.Contains("leader", StringComparison.Ordinal), $"{method} {path}: {said}");
            return response.IsSuccessStatusCode;
        }
    }

    private Uri Url(string path) => new($"http://{Address}/v1/{path}");
}
