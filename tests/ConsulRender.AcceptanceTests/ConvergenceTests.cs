using System.Globalization;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>After any changes, the files of a daemon are those of a run that begins now, whatever way it is told of changes.</summary>
public sealed class ConvergenceTests
{
    private const string MoreQuestions = "there are more questions than the";
    private const string Instances = """
        {%- for i in instances %}
          {{ i.node }} {{ i.node_address }} {{ i.node_meta | to_json }} {{ i.id }} {{ i.address }}:{{ i.port }} {{ i.tags | join: "," }} {{ i.status }}
        {%- endfor %}
        """;

    // The full length takes minutes for each way: 2,000 changes, ten times.
    private static readonly int? Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("CONSULRENDER_CONVERGENCE_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : null;

    /// <summary>The way, more settings of the agent, the connection in which PLAIN, TLS, CA and SOCKET are the agent's, the questions for each service, and whether they are too many.</summary>
    [Theory(Timeout = 1_800_000)]
    [InlineData("a connection for each question", "", """{ "address": "PLAIN", "max_connections": 180 }""", 1, false)]
    [InlineData("fewer connections than questions", "", """{ "address": "PLAIN", "max_connections": 20 }""", 2, true)]
    [InlineData("the same, and no way to see all instances at once", """http_config { block_endpoints = ["/v1/internal"] }""", """{ "address": "PLAIN", "max_connections": 20 }""", 2, true)]
    [InlineData("TLS, where questions share connections", "", """{ "address": "TLS", "ssl": { "ca_cert": "CA" } }""", 2, false)]
    [InlineData("a unix socket", "", """{ "address": "SOCKET", "max_connections": 180 }""", 1, false)]
    public async Task In_whatever_way_an_agent_is_asked(string way, string settings, string connection, int questionsPerService, bool areTooMany)
    {
        TestContext.Current.SendDiagnosticMessage("the way is {0}", way);
        await using var agent = new ReachableConsulAgent(settings);
        await agent.InitializeAsync();
        var consul = connection
            .Replace("PLAIN", agent.Address, StringComparison.Ordinal)
            .Replace("TLS", agent.TlsAddress, StringComparison.Ordinal)
            .Replace("CA", agent.AuthorityFile, StringComparison.Ordinal)
            .Replace("SOCKET", agent.Socket, StringComparison.Ordinal);

        var said = await ConvergesAsync(agent, agent, consul, questionsPerService);

        Assert.Equal(areTooMany, said.Contains(MoreQuestions, StringComparison.Ordinal));
    }

    [Fact(Timeout = 1_800_000)]
    public async Task Through_an_agent_that_asks_a_server()
    {
        await using var server = new KeepingConsulAgent();
        await server.InitializeAsync();
        await using var agent = new ClientConsulAgent();
        await agent.InitializeAsync();
        await agent.JoinAsync(server);
        await Eventually.HoldsAsync("the agent has found its server", async () => await agent.GetAsync("status/leader") is { } leader && leader.GetValue<string>().Length > 0);
        await ConvergesAsync(server, agent, $$"""{ "address": "{{agent.Address}}" }""", questionsPerService: 1);
    }

    private static async Task<string> ConvergesAsync(ConsulAgent server, ConsulAgent local, string consul, int questionsPerService)
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("the changes are those of seed {0}", seed);
        var changes = new RandomChanges(server, local, seed);
        await changes.FillAsync(120);
        await using var daemons = new Workspace();
        await using var fresh = new Workspace();
        Write(daemons, consul, questionsPerService);
        Write(fresh, consul, questionsPerService);
        await using var daemon = daemons.Start("-config", "settings.json");
        for (var round = 0; round < (Rounds ?? 1); round++)
        {
            await changes.MakeAsync(Rounds is null ? 300 : 2000);
            await Convergence.MeetAsync($"seed {seed}, round {round}", daemons, daemon, fresh, ["out/services", "out/nodes", "out/keys"], TimeSpan.FromSeconds(30));
        }

        var writes = daemon.Errors.Split('\n').Count(line => line.Contains("] wrote ", StringComparison.Ordinal));
        foreach (var line in Convergence.Said(daemon))
        {
            TestContext.Current.SendDiagnosticMessage("the daemon said: {0}", line);
        }

        TestContext.Current.SendDiagnosticMessage("files were written {0} times, the longest has {1} lines", writes, daemons.Lines("out/services").Length);
        Assert.True(writes > 20, $"it followed only {writes} times\n{daemon.Transcript}");
        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());
        return string.Join('\n', Convergence.Said(daemon));
    }

    private static void Write(Workspace workspace, string consul, int questionsPerService)
    {
        var passing = questionsPerService == 1 ? "" : "{% assign instances = service(s.name) %} passing:" + Instances;
        workspace.Write("services.liquid", $$$"""
            {% for s in services %}{{ s.name }} [{{ s.tags | join: "," }}]{% assign instances = service(s.name, status: "any") %}{{{Instances + passing}}}
            {% endfor %}missing: {{ service("no-such-service") | size }}
            """);
        workspace.Write("nodes.liquid", """
            {% for n in nodes %}{{ n.node }} {{ n.address }} {{ n.meta | to_json }}
            {% endfor %}{% for c in checks("critical") %}{{ c.node }} {{ c.id }} {{ c.service_id }}
            {% endfor %}
            """);
        workspace.Write("keys.liquid", """
            {% for p in tree("churn") %}{{ p.path }}="{{ p.value }}"
            {% endfor %}{% for n in (0..14) %}{% assign k = "churn/" | append: n %}{{ key_or_default(k, "none") }}
            {% endfor %}
            """);
        workspace.Write("settings.json", $$"""
            {
              "consul": {{consul}},
              "template": [
                { "source": "services.liquid", "destination": "out/services" },
                { "source": "nodes.liquid", "destination": "out/nodes" },
                { "source": "keys.liquid", "destination": "out/keys" }
              ]
            }
            """);
    }
}
