using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A running HAProxy whose configuration follows Consul while clients use it.</summary>
public sealed class HaproxyReloadTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const int Reloads = 20;
    private const int Clients = 4;

    private const string Template = """
        global
          maxconn 512
        defaults
          mode http
          timeout connect 5s
          timeout client 10s
          timeout server 10s
        frontend web
          bind 127.0.0.1:{{ vars.port }}
          http-response set-header X-Generation {{ key("reload/generation") }}
          default_backend web
        backend web
          {%- for s in service("reload-web") %}
          server {{ s.id }} {{ s.address }}:{{ s.port }}
          {%- endfor %}

        """;

    [Fact(Timeout = 180_000)]
    public async Task Twenty_reloads_under_load_lose_no_request()
    {
        await using var first = new TinyHttpServer();
        await using var second = new TinyHttpServer();
        await using var workspace = new Workspace();
        var port = Ports.Take(1)[0];
        await agent.RegisterAsync(Instance("a", first.Port));
        await agent.PutKeyAsync("reload/generation", "0");
        workspace.Write("haproxy.liquid", Template);
        WriteSettings(workspace, port, "");
        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", "settings.json");
        await using var haproxy = HaproxyProcess.Start(workspace["haproxy.cfg"], workspace.Path);
        workspace.Write("haproxy.pid", $"{haproxy.Id}\n");
        workspace.CopyFromRepository("samples/haproxy");
        WriteSettings(workspace, port, """, "command": "sh samples/haproxy/reload.sh master-worker haproxy.pid && echo run >> reloads.txt" """);
        await using var daemon = workspace.Start("-config", "settings.json");
        await Eventually.HoldsAsync("HAProxy answers", () => AnswersAsync(port), () => haproxy.Transcript);
        await using var load = new RequestLoad(port, Clients);

        for (var generation = 1; generation <= Reloads; generation++)
        {
            await ChangeAsync(generation, second.Port);
            var header = $"x-generation: {generation}\r\n";
            await Eventually.HoldsAsync(
                $"HAProxy runs with generation {generation}",
                () => load.Latest.Contains(header, StringComparison.OrdinalIgnoreCase),
                () => $"{daemon.Transcript}\n{haproxy.Transcript}\nlost: {string.Join("; ", load.Lost)}");
        }

        await load.StopAsync();
        Assert.Empty(load.Lost);
        Assert.True(load.Answered > Reloads * Clients, $"only {load.Answered} requests were answered");
        Assert.True(haproxy.IsRunning, haproxy.Transcript);

        // The last generation answers before the command that reloaded it has come to its end.
        await Eventually.HoldsAsync("a line of each reload", () => workspace.Lines("reloads.txt").Length >= Reloads, () => daemon.Transcript);
    }

    // Every generation changes a key, and every other one adds or removes a server: those are the two changes of a real life.
    private async Task ChangeAsync(int generation, int secondPort)
    {
        if (generation % 4 == 1)
        {
            await agent.RegisterAsync(Instance("b", secondPort));
        }
        else if (generation % 4 == 3)
        {
            await agent.DeregisterAsync(Instance("b", secondPort));
        }

        await agent.PutKeyAsync("reload/generation", $"{generation}");
    }

    private void WriteSettings(Workspace workspace, int port, string command) => workspace.Write("settings.json", $$"""
        { "consul": { "address": "{{agent.Address}}" }, "vars": { "port": {{port}} },
          "template": { "source": "haproxy.liquid", "destination": "haproxy.cfg", "check": "{{Tools.Find("haproxy")}} -c -f {path}"{{command}} } }
        """);

    private static CatalogInstance Instance(string id, int port) => new("reload-node", "127.0.0.1", "reload-web", id, port);

    private static async Task<bool> AnswersAsync(int port)
    {
        await using var probe = new RequestLoad(port, 1);
        await Eventually.HoldsAsync("one request", () => probe.Answered + probe.Lost.Count > 0);
        return probe.Answered > 0;
    }
}
