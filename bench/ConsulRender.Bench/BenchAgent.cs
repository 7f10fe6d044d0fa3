using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace ConsulRender.Bench;

/// <summary>A real Consul agent on loopback, on ports from the OS; owned by the measurement that started it.</summary>
internal sealed class BenchAgent : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Process _process;

    private BenchAgent(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>The port of the HTTP API.</summary>
    public int Port { get; }

    /// <summary>HOST:PORT of the HTTP API.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts an agent and waits until it has a leader and its own catalog entry.</summary>
    public static BenchAgent Start()
    {
        var ports = TakePorts(3);
        var node = $"bench-{Guid.NewGuid():N}";
        // Two programs with up to 300 open questions each come from one address; Consul's own limit is 200.
        string[] arguments =
        [
            "agent", "-dev", "-node", node, "-bind", "127.0.0.1", "-client", "127.0.0.1", "-log-level", "err",
            "-hcl", "disable_update_check = true", "-hcl", "limits { http_max_conns_per_client = 4000 }",
            "-hcl", $"ports {{ http = {ports[0]} server = {ports[1]} serf_lan = {ports[2]} serf_wan = -1 dns = -1 grpc = -1 }}",
        ];
        var start = new ProcessStartInfo("consul", arguments) { RedirectStandardOutput = true };
        var agent = new BenchAgent(Process.Start(start)!, ports[0]);
        agent._process.OutputDataReceived += (_, _) => { };
        agent._process.BeginOutputReadLine();
        agent.WaitUntilReady(node);
        return agent;
    }

    /// <summary>Writes a key.</summary>
    public void PutKey(string path, string value) => Send($"kv/{path}", value);

    /// <summary>Puts an instance into the catalog, or changes it.</summary>
    public void Register(string service, int instance, int port) => Send("catalog/register", Registration(service, instance, port));

    /// <summary>The body of a registration, for whoever sends it himself.</summary>
    public static string Registration(string service, int instance, int port) => new JsonObject
    {
        ["Node"] = "bench-node",
        ["Address"] = "10.0.0.1",
        ["Service"] = new JsonObject { ["ID"] = $"{service}-{instance}", ["Service"] = service, ["Address"] = "10.0.0.1", ["Port"] = port },
    }.ToJsonString();

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private void WaitUntilReady(string node)
    {
        var watch = Stopwatch.StartNew();
        while (!IsReady(node))
        {
            if (_process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(20))
            {
                throw new InvalidOperationException("the Consul agent did not start");
            }

            Pause.For(TimeSpan.FromMilliseconds(20));
        }
    }

    private bool IsReady(string node)
    {
        try
        {
            return Get("agent/self").Contains($"\"NodeName\": \"{node}\"", StringComparison.Ordinal)
                && Get("catalog/service/consul").Contains(node, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Address}/v1/{path}?pretty");
        using var response = _http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    private void Send(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"http://{Address}/v1/{path}");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = _http.Send(request);
        response.EnsureSuccessStatusCode();
    }

    private static int[] TakePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
