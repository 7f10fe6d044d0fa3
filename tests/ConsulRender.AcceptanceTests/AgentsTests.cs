using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Templates that ask several agents, of which one wants a token; and a daemon whose agent asks a server.</summary>
public sealed class AgentsTests
{
    private const string Both = """{{ key("agents/x") }} {{ key("agents/x", consul: "east") }} {% for i in service("agents-web", consul: "east") %}{{ i.port }}{% endfor %}""";
    private const string Rules = """key_prefix "agents/" { policy = "read" } service "agents-web" { policy = "read" } node_prefix "" { policy = "read" }""";

    private static readonly CatalogInstance Web = new("agents-node", "10.0.0.7", "agents-web", "agents-web-1", 8080);

    [Fact(Timeout = 120_000)]
    public async Task A_template_reads_two_agents_with_a_token_that_only_the_one_it_is_for_gets()
    {
        await using var own = new GuardedConsulAgent();
        await using var east = new GuardedConsulAgent();
        await own.InitializeAsync();
        await east.InitializeAsync();
        await FillAsync(own, "own");
        await FillAsync(east, "east");
        var (ownToken, eastToken) = (await own.CreateTokenOfAsync(Rules), await east.CreateTokenOfAsync(Rules));
        await using var workspace = new Workspace();
        workspace.Write("token", eastToken + "\n");
        WriteSettings(workspace, own.Address, $$""" "address": "{{east.Address}}", "token_file": "token" """, ownToken);

        var run = await workspace.RunAsync(ExitCodes.Success, "-once", "-timeout", "20s", "-config", "settings.json");
        Assert.Equal("own east 8080", workspace.Read("out/both"));
        Assert.DoesNotContain(ownToken, run.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain(eastToken, run.Transcript, StringComparison.Ordinal);

        await using var daemon = workspace.Start("-config", "settings.json");
        await east.RegisterAsync(Web with { Port = 8081 });
        await workspace.FileHoldsAsync("out/both", "own east 8081", daemon);
        await own.PutKeyAsync("agents/x", "changed");
        await workspace.FileHoldsAsync("out/both", "changed east 8081", daemon);
        await east.PutKeyAsync("agents/x", "too");
        await workspace.FileHoldsAsync("out/both", "changed too 8081", daemon);
        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task An_agent_that_is_away_holds_up_only_the_files_that_need_it()
    {
        await using var own = new ConsulAgent();
        await using var east = new ConsulAgent();
        await own.InitializeAsync();
        await east.InitializeAsync();
        await FillAsync(own, "1");
        await FillAsync(east, "east");
        await using var workspace = new Workspace();
        WriteSettings(workspace, own.Address, $$""" "address": "{{east.Address}}" """);
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/both", "1 east 8080", daemon);
        await workspace.FileHoldsAsync("out/own", "1", daemon);

        await east.KillAsync();
        await Eventually.HoldsAsync("a warning about the agent", () => daemon.Errors.Contains("consul: \"east\"): ", StringComparison.Ordinal), () => daemon.Transcript);
        await own.PutKeyAsync("agents/x", "2");
        await workspace.FileHoldsAsync("out/own", "2", daemon);
        Assert.Equal("1 east 8080", workspace.Read("out/both"));

        var run = await workspace.RunAsync(ExitCodes.Timeout, "-once", "-timeout", "1500ms", "-config", "settings.json");
        Assert.Equal(2, Workspace.Complaints(run).Length);
        Assert.All(Workspace.Complaints(run), line => Assert.Matches(@"waiting for (key|service)\(""agents-?/?\w+"", consul: ""east""\) at both.liquid:1:\d+ \(connection refused\)$", line));
        Assert.Equal("1 east 8080", workspace.Read("out/both"));

        await east.RestartAsync();
        await FillAsync(east, "back");
        await Eventually.HoldsAsync("the file of both", () => workspace.Holds("out/both", "2 back 8080"), () => daemon.Transcript, TimeSpan.FromSeconds(60));
        Assert.Single(daemon.Errors.Split('\n'), line => line.Contains("[WARN]", StringComparison.Ordinal) && line.Contains("next try", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_once_does_not_ask_an_agent_that_no_template_names()
    {
        await using var own = new ConsulAgent();
        await own.InitializeAsync();
        await FillAsync(own, "1");
        await using var workspace = new Workspace();
        WriteSettings(workspace, own.Address, $$""" "address": "127.0.0.1:{{Ports.Take(1)[0]}}" """);
        workspace.Write("both.liquid", "{{ key('agents/x') }}");

        await workspace.RunAsync(ExitCodes.Success, "-once", "-timeout", "20s", "-config", "settings.json");

        Assert.Equal("1", workspace.Read("out/both"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_daemon_beside_an_agent_without_data_follows_the_server_through_a_restart_of_the_agent()
    {
        await using var server = new KeepingConsulAgent();
        await using var agent = new ClientConsulAgent();
        await server.InitializeAsync();
        await agent.InitializeAsync();
        await MeetAsync(agent, server);
        await FillAsync(server, "1");
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("agents/x") }} {% for i in service("agents-web") %}{{ i.port }}{% endfor %} {{ agent.server }} {{ node().name | size }}""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file");
        await workspace.FileHoldsAsync("out/file", "1 8080 false 37", daemon);
        await server.PutKeyAsync("agents/x", "2");
        await workspace.FileHoldsAsync("out/file", "2 8080 false 37", daemon);
        await server.RegisterAsync(Web with { Port = 8081 });
        await workspace.FileHoldsAsync("out/file", "2 8081 false 37", daemon);

        await agent.KillAsync();
        await server.PutKeyAsync("agents/x", "3");
        await agent.RestartAsync();
        await MeetAsync(agent, server);

        await Eventually.HoldsAsync("what changed meanwhile", () => workspace.Holds("out/file", "3 8081 false 37"), () => daemon.Transcript, TimeSpan.FromSeconds(60));
    }

    private static async Task MeetAsync(ConsulAgent agent, ConsulAgent server)
    {
        await agent.JoinAsync(server);
        await Eventually.HoldsAsync("the agent has found its server", async () => await agent.GetAsync("status/leader") is { } leader && leader.GetValue<string>().Length > 0);
    }

    private static async Task FillAsync(ConsulAgent agent, string value)
    {
        await agent.PutKeyAsync("agents/x", value);
        await agent.RegisterAsync(Web);
    }

    private static void WriteSettings(Workspace workspace, string own, string east, string? token = null)
    {
        workspace.Write("own.liquid", """{{ key("agents/x") }}""");
        workspace.Write("both.liquid", Both);
        workspace.Write("settings.json", $$"""
            {
              "consul": { "address": "{{own}}"{{(token is null ? "" : $", \"token\": \"{token}\"")}} },
              "agents": { "east": { {{east}} } },
              "template": [ { "source": "own.liquid", "destination": "out/own" }, { "source": "both.liquid", "destination": "out/both" } ]
            }
            """);
    }
}
