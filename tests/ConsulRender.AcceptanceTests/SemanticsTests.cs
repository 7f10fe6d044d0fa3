using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>
/// What real agents do that their documentation does not say, and files that are right all the same: with a connection for each question, and with so many more
/// questions that there are not enough connections.
/// </summary>
public sealed class SemanticsTests
{
    private const string Template = "t.liquid:out/file:echo run >> reloads.txt";
    private const int Few = 0;
    private const int Many = 80;
    private static readonly CatalogInstance Web = new("sem-node", "10.0.0.7", "sem-web", "sem-web-1", 8080) { Status = "passing" };

    [Theory(Timeout = 60_000)]
    [InlineData(Few)]
    [InlineData(Many)]
    public async Task A_restored_snapshot_of_Consul_is_in_the_file_at_once_and_so_is_what_comes_after(int questions)
    {
        await using var agent = new KeepingConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", Questions(questions) + """{{ key("sem/x") }}{% for s in service("sem-web") %} {{ s.port }}{% endfor %}{% for s in services %} {{ s.name }}{% endfor %}""");
        await agent.PutKeyAsync("sem/x", "old");
        await agent.RegisterAsync(Web);
        var saved = await agent.SaveAsync();
        await ChurnAsync(agent, 20);
        await agent.RegisterAsync(Web with { Port = 8081 });
        await agent.PutKeyAsync("sem/x", "new");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", Template);
        await workspace.FileHoldsAsync("out/file", "new 8081 consul sem-churn sem-web", daemon);

        // All indexes are lower from here on; who waits for one above the old ones sleeps for a minute.
        await agent.RestoreAsync(saved);
        await HoldsWithinAsync(2, workspace, daemon, "old 8080 consul sem-web");
        await agent.PutKeyAsync("sem/x", "after");
        await agent.RegisterAsync(Web with { Port = 8082 });
        await HoldsWithinAsync(2, workspace, daemon, "after 8082 consul sem-web");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Few)]
    [InlineData(Many)]
    public async Task An_agent_that_was_started_again_from_nothing_is_followed_within_a_second_of_its_first_answer(int questions)
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", Questions(questions) + """{{ key("sem/x") }}""");
        await ChurnAsync(agent, 50);
        await agent.PutKeyAsync("sem/x", "before");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", Template);
        await workspace.FileHoldsAsync("out/file", "before", daemon);

        await agent.KillAsync();
        await agent.RestartAsync();
        await agent.PutKeyAsync("sem/x", "after");
        await Eventually.HoldsAsync("the first answer", () => daemon.Errors.Contains("Consul answers again", StringComparison.Ordinal), () => daemon.Transcript, TimeSpan.FromSeconds(40));
        await HoldsWithinAsync(1.5, workspace, daemon, "after");

        // Its indexes are lower than those of the agent that died, so these would not be seen for a minute by who still had one of those.
        await agent.PutKeyAsync("sem/x", "later");
        await HoldsWithinAsync(1.5, workspace, daemon, "later");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_node_that_is_removed_is_gone_from_the_file_although_Consul_wakes_nobody()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{% if node("sem-node") %}{{ node("sem-node").services | map: "port" }}{% else %}gone{% endif %}""");
        await agent.RegisterAsync(Web);
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", Template);
        await workspace.FileHoldsAsync("out/file", "8080", daemon);
        await agent.RegisterAsync(Web with { Port = 8081 });
        await workspace.FileHoldsAsync("out/file", "8081", daemon);

        await agent.PutAsync("catalog/deregister", new() { ["Node"] = Web.Node });

        await HoldsWithinAsync(15, workspace, daemon, "gone");
        await agent.RegisterAsync(Web with { Port = 8082 });
        await HoldsWithinAsync(15, workspace, daemon, "8082");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Few)]
    [InlineData(Many)]
    public async Task What_wakes_a_question_without_changing_its_answer_writes_and_reloads_nothing(int questions)
    {
        await using var agent = new KeepingConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", Questions(questions) + """{{ service("sem-missing") | size }} {{ checks("any") | map: "id" }} {% for n in nodes %}{{ n.node }} {% endfor %}{% for s in service("sem-web", status: "any") %}{{ s.status }}{% endfor %}""");
        await agent.RegisterAsync(Web);
        await ChurnAsync(agent, 2);
        await agent.DeregisterAsync(Churning(0));
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", Template);
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);
        var before = workspace.Contents();

        // Registered again as they are; another output of a check; services without checks that come and go; keys.
        for (var round = 0; round < 100; round++)
        {
            await agent.RegisterAsync(Web);
            await agent.RegisterAsync(Web with { CheckOutput = $"took {round} ms" });
            await ChurnAsync(agent, 1);
            await agent.DeregisterAsync(Churning(0));
        }

        await Eventually.StaysAsync("the daemon runs on", () => !daemon.HasExited, TimeSpan.FromSeconds(1));
        Assert.True(before.SequenceEqual(workspace.Contents()), $"before:\n{string.Join('\n', before)}\nnow:\n{string.Join('\n', workspace.Contents())}\n{daemon.Transcript}");

        await agent.RegisterAsync(Web with { Status = "critical" });
        await Eventually.HoldsAsync("a change that counts", () => workspace.Read("out/file").EndsWith("critical", StringComparison.Ordinal), () => daemon.Transcript);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Few)]
    [InlineData(Many)]
    public async Task Changes_that_a_token_may_not_see_write_and_reload_nothing(int questions)
    {
        await using var agent = new GuardedConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", Questions(questions) + """{% for s in services %}{{ s.name }} {% endfor %}{% for s in service("sem-web") %}{{ s.port }}{% endfor %}, {{ service("sem-churn") | size }} others""");
        var token = await agent.CreateTokenOfAsync("""service "sem-web" { policy = "read" } node_prefix "" { policy = "read" }""");
        await agent.RegisterAsync(Web);
        await ChurnAsync(agent, 1);
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-consul-token", token, "-template", Template);
        await workspace.FileHoldsAsync("out/file", "sem-web 8080, 0 others", daemon);
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);
        var before = workspace.Contents();

        for (var round = 0; round < 50; round++)
        {
            await ChurnAsync(agent, 3);
            await agent.DeregisterAsync(Churning(2));
        }

        await Eventually.StaysAsync("the daemon runs on", () => !daemon.HasExited, TimeSpan.FromSeconds(1));
        Assert.True(before.SequenceEqual(workspace.Contents()), $"before:\n{string.Join('\n', before)}\nnow:\n{string.Join('\n', workspace.Contents())}\n{daemon.Transcript}");

        await agent.RegisterAsync(Web with { Port = 8081 });
        await workspace.FileHoldsAsync("out/file", "sem-web 8081, 0 others", daemon);
    }

    // Each is about a service of its own, and none shows in the file.
    private static string Questions(int count) =>
        count == 0 ? "" : $$"""{% for n in (1..{{count}}) %}{% assign name = "sem-other-" | append: n %}{% assign answer = service(name) %}{% endfor %}""";

    private static CatalogInstance Churning(int number) => new("sem-node", "10.0.0.7", "sem-churn", $"sem-churn-{number}", 9000 + number);

    private static async Task ChurnAsync(ConsulAgent agent, int instances)
    {
        for (var number = 0; number < instances; number++)
        {
            await agent.RegisterAsync(Churning(number));
        }
    }

    private static Task HoldsWithinAsync(double seconds, Workspace workspace, RunningProcess daemon, string text) => Eventually.HoldsAsync(
        $"the file holds \"{text}\"",
        () => workspace.Holds("out/file", text),
        () => $"it holds: {workspace.Read("out/file")}\n{daemon.Transcript}",
        TimeSpan.FromSeconds(seconds));
}
