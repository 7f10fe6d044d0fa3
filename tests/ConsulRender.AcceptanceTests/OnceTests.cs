using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>One run against a real agent, or against a fixture, and its end.</summary>
public sealed class OnceTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task One_run_writes_what_the_agent_says_and_ends()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("once/greeting", "hello");
        await agent.RegisterAsync(new CatalogInstance("once-node", "10.9.0.1", "once-web", "once-web-1", 8080) { Tags = ["blue"] });
        workspace.Write("t.liquid", """
            {{ key("once/greeting") }}
            {% for s in service("once-web") %}{{ s.node }} {{ s.address }}:{{ s.port }} {{ s.tags | join: "," }}{% endfor %}

            """);

        await workspace.RunAsync(ExitCodes.Success, "-once", "-consul-addr", agent.Address, "-template", "t.liquid:out.txt");

        Assert.Equal("hello\nonce-node 10.9.0.1:8080 blue\n", workspace.Read("out.txt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_address_comes_from_the_environment_and_a_flag_beats_it()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("once/env", "from the agent");
        workspace.Write("t.liquid", """{{ key("once/env") }}""");

        await using var byEnvironment = workspace.StartWith(
            new Dictionary<string, string> { ["CONSUL_HTTP_ADDR"] = agent.Address }, "-once", "-template", "t.liquid:one.txt");
        await byEnvironment.ExitsAsync();
        await using var byFlag = workspace.StartWith(
            new Dictionary<string, string> { ["CONSUL_HTTP_ADDR"] = "127.0.0.1:1" },
            "--once", $"--consul-addr=http://{agent.Address}", "--template=t.liquid:two.txt");
        await byFlag.ExitsAsync();

        Assert.Equal("from the agent", workspace.Read("one.txt"));
        Assert.Equal("from the agent", workspace.Read("two.txt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_run_with_the_same_text_writes_nothing_and_runs_nothing()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("once/same", "the same");
        workspace.Write("t.liquid", """{{ key("once/same") }}""");
        string[] arguments = ["-once", "-consul-addr", agent.Address, "-template", "t.liquid:out.txt:echo run >> reloads.txt"];
        await workspace.RunAsync(ExitCodes.Success, arguments);
        Assert.Equal(["run"], workspace.Lines("reloads.txt"));
        var before = workspace.Contents();

        await workspace.RunAsync(ExitCodes.Success, arguments);

        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dry_run_prints_the_text_and_writes_and_runs_nothing()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("once/dry", "only shown");
        workspace.Write("t.liquid", """{{ key("once/dry") }}""");
        var before = workspace.Contents();

        var run = await workspace.RunAsync(
            ExitCodes.Success, "-once", "-dry", "-consul-addr", agent.Address, "-template", "t.liquid:out/a.txt:touch reloaded");

        Assert.Equal("> out/a.txt\nonly shown\n", run.Output);
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_fixture_takes_the_place_of_an_agent()
    {
        await using var workspace = new Workspace();
        workspace.Write("catalog.json", """
            {
              // Written by hand.
              "nodes": { "n1": { "address": "10.0.0.1" } },
              "services": { "web": [ { "node": "n1", "port": 80 }, { "node": "n1", "id": "sick", "port": 81, "status": "critical" }, ] },
              "keys": { "app/name": "shop" }
            }
            """);
        workspace.Write("t.liquid", """{{ key("app/name") }}{% for s in service("web") %} {{ s.address }}:{{ s.port }}{% endfor %}""");

        await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-template", "t.liquid:out.txt");

        Assert.Equal("shop 10.0.0.1:80", workspace.Read("out.txt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_key_is_waited_for_and_then_everything_is_written()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("once/late") }}""");
        await using var run = workspace.Start("-once", "-consul-addr", agent.Address, "-template", "t.liquid:out.txt");
        await Eventually.StaysAsync("nothing is written", () => !File.Exists(workspace["out.txt"]) && !run.HasExited, TimeSpan.FromSeconds(1));

        await agent.PutKeyAsync("once/late", "here");

        Assert.Equal(ExitCodes.Success, await run.ExitsAsync());
        Assert.Equal("here", workspace.Read("out.txt"));
    }
}
