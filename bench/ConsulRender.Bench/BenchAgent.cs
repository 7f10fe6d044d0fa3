using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace ConsulRender.Bench;

/// <summary>A real Consul agent on loopback, on ports from the OS; owned by the measurement that started it.</summary>
internal sealed class BenchAgent : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Process _process;

    private BenchAgent(Process process, int port, AgentCertificate? certificate, int securePort)
    {
        _process = process;
        Port = port;
        Certificate = certificate;
        SecurePort = securePort;
    }

    /// <summary>The port of the HTTP API.</summary>
    public int Port { get; }

    /// <summary>The port of the HTTPS API, where there is a certificate.</summary>
    public int SecurePort { get; }

    /// <summary>What the HTTPS API shows, or null without one.</summary>
    public AgentCertificate? Certificate { get; }

    /// <summary>The address to give to a daemon: HOST:PORT, or https:// where there is a certificate.</summary>
    public string Address => Certificate is null ? $"127.0.0.1:{Port}" : $"https://127.0.0.1:{SecurePort}";

    /// <summary>CPU time so far, in microseconds.</summary>
    public double CpuMicroseconds => ProcessFigures.CpuNanoseconds(_process.Id) / 1e3;

    /// <summary>Starts a development agent and waits until it has a leader and its own catalog entry.</summary>
    public static BenchAgent Start()
    {
        var ports = LoopbackPorts.Take(3);
        // Two programs with up to 300 open questions each come from one address; Consul's own limit is 200.
        return Start(
            [
                "-dev", "-hcl", "limits { http_max_conns_per_client = 4000 }",
                "-hcl", $"ports {{ http = {ports[0]} server = {ports[1]} serf_lan = {ports[2]} serf_wan = -1 dns = -1 grpc = -1 }}",
            ],
            process => new BenchAgent(process, ports[0], null, -1));
    }

    /// <summary>Starts a server as an operator would, with Consul's own limits and its state in a directory.</summary>
    public static BenchAgent StartServer(string directory, AgentCertificate? certificate)
    {
        var ports = LoopbackPorts.Take(4);
        var secure = certificate is null ? -1 : ports[3];
        string[] files = certificate is null
            ? []
            : ["-hcl", $"ca_file = \"{certificate.AuthorityFile}\" cert_file = \"{certificate.File}\" key_file = \"{certificate.KeyFile}\""];
        return Start(
            [
                "-server", "-bootstrap-expect", "1", "-data-dir", directory,
                // A lone server elects itself in one second instead of five; its answers cost the same.
                "-hcl", "performance { raft_multiplier = 1 }",
                "-hcl", $"ports {{ http = {ports[0]} https = {secure} server = {ports[1]} serf_lan = {ports[2]} serf_wan = -1 dns = -1 grpc = -1 }}",
                .. files,
            ],
            process => new BenchAgent(process, ports[0], certificate, secure));
    }

    /// <summary>Sends transactions on a few kept-alive connections, which are closed at the end: they would count towards the limit.</summary>
    public void Fill(IEnumerable<string> transactions)
    {
        using var client = new HttpClient();
        Parallel.ForEach(transactions, new ParallelOptions { MaxDegreeOfParallelism = 4 }, body => Send(client, "txn", body));
    }

    /// <summary>Writes a key.</summary>
    public void PutKey(string path, string value) => Send(_http, $"kv/{path}", value);

    /// <summary>Puts an instance into the catalog, or changes it.</summary>
    public void Register(string service, int instance, int port) => Send(_http, "catalog/register", Registration(service, instance, port));

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
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}/v1/{path}?pretty");
        using var response = _http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    private void Send(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"http://127.0.0.1:{Port}/v1/{path}");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = client.Send(request);
        response.EnsureSuccessStatusCode();
    }

    private static BenchAgent Start(string[] kind, Func<Process, BenchAgent> make)
    {
        var node = $"bench-{Guid.NewGuid():N}";
        string[] arguments =
        [
            "agent", .. kind, "-node", node, "-bind", "127.0.0.1", "-client", "127.0.0.1", "-log-level", "err",
            "-hcl", "disable_update_check = true",
        ];
        var start = new ProcessStartInfo("consul", arguments) { RedirectStandardOutput = true };
        var agent = make(Process.Start(start)!);
        agent._process.OutputDataReceived += (_, _) => { };
        agent._process.BeginOutputReadLine();
        agent.WaitUntilReady(node);
        return agent;
    }
}
