using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A daemon whose agent dies and comes back without anything it knew.</summary>
public sealed class ConsulLossTests
{
    private static readonly CatalogInstance Web = new("loss-node", "10.0.0.7", "loss-web", "loss-web-1", 8080);

    [Fact(Timeout = 120_000)]
    public async Task The_files_stay_while_the_agent_is_away_and_follow_it_when_it_is_back()
    {
        await using var agent = new KeepingConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("loss/x") }}{% for s in service("loss-web") %} {{ s.address }}:{{ s.port }}{% endfor %}""");
        await WriteHistoryAsync(agent);
        await agent.PutKeyAsync("loss/x", "1");
        await agent.RegisterAsync(Web);
        await using var daemon = await StartAsync(workspace, agent, "1 10.0.0.7:8080");
        var before = workspace.Contents();

        await agent.KillAsync();
        await Eventually.StaysAsync("the daemon runs on without the agent", () => !daemon.HasExited, TimeSpan.FromSeconds(2));
        AssertUnchanged(before, workspace, daemon);

        await agent.RestartAsync();
        await Eventually.StaysAsync("the daemon runs on with the agent", () => !daemon.HasExited, TimeSpan.FromSeconds(3));
        AssertUnchanged(before, workspace, daemon);

        await agent.RegisterAsync(Web with { Port = 8081 });
        await CatchesUpAsync(workspace, daemon, "1 10.0.0.7:8081");
    }

    [Fact(Timeout = 120_000)]
    public async Task An_agent_that_has_forgotten_everything_does_not_take_the_file_away()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("loss/x") }}""");
        await agent.PutKeyAsync("loss/x", "1");
        await using var daemon = await StartAsync(workspace, agent, "1");
        var before = workspace.Contents();

        await agent.KillAsync();
        await agent.RestartAsync();
        await Eventually.StaysAsync("the file stays", () => before.SequenceEqual(workspace.Contents()), TimeSpan.FromSeconds(3));

        // The new agent counts from the beginning, so the index goes backwards here.
        await agent.PutKeyAsync("loss/x", "2");
        await CatchesUpAsync(workspace, daemon, "2");
    }

    [Fact(Timeout = 120_000)]
    public async Task An_agent_that_gets_its_data_back_a_few_seconds_after_its_start_changes_no_file()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        const string Services = """{% for s in service("loss-web") %}{{ s.port }}{% else %}nobody{% endfor %}""";
        workspace.Write("t.liquid", Services);
        workspace.Write("both.liquid", Services + """ {{ key("loss/x") }}""");
        workspace.Write("names.liquid", """{% for s in services() %}{{ s.name }} {% endfor %}""");
        await RegisterAllAsync(agent);
        await using var daemon = await StartAsync(
            workspace, agent, "8080", "-template", "both.liquid:out/both:echo both >> reloads.txt", "-template", "names.liquid:out/names:echo names >> reloads.txt");
        await workspace.FileHoldsAsync("out/both", "8080 1", daemon);
        await workspace.FileHoldsAsync("out/names", "consul loss-web ", daemon);
        await Eventually.HoldsAsync("every first reload", () => workspace.Lines("reloads.txt").Length == 3, () => daemon.Transcript);
        var before = workspace.Contents();

        await agent.KillAsync();
        await agent.RestartAsync();
        await Eventually.HoldsAsync("every question is answered again", () => daemon.Errors.Contains("Consul answers again", StringComparison.Ordinal), () => daemon.Transcript);
        await Eventually.StaysAsync("the daemon runs on with an agent that knows nothing", () => !daemon.HasExited, TimeSpan.FromSeconds(3));
        AssertUnchanged(before, workspace, daemon);

        await RegisterAllAsync(agent);
        await Eventually.StaysAsync("the daemon runs on with the data back", () => !daemon.HasExited, TimeSpan.FromSeconds(12));
        AssertUnchanged(before, workspace, daemon);

        await agent.RegisterAsync(Web with { Port = 8081 });
        await workspace.FileHoldsAsync("out/file", "8081", daemon);
        await workspace.FileHoldsAsync("out/both", "8081 1", daemon);
        await Eventually.HoldsAsync("a reload of each", () => workspace.Lines("reloads.txt").Length == 5, () => daemon.Transcript);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_service_that_does_not_come_back_with_the_agent_is_gone_in_the_end()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{% for s in service("loss-web") %}{{ s.port }}{% else %}nobody{% endfor %}""");
        await agent.RegisterAsync(Web);
        await using var daemon = await StartAsync(workspace, agent, "8080");

        await agent.KillAsync();
        await agent.RestartAsync();

        await CatchesUpAsync(workspace, daemon, "nobody");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_daemon_that_starts_before_its_agent_waits_for_it()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await agent.KillAsync();
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("loss/early") }}""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file");
        await Eventually.StaysAsync("the daemon runs on", () => !daemon.HasExited, TimeSpan.FromSeconds(1));

        await agent.RestartAsync();
        await agent.PutKeyAsync("loss/early", "there");

        await Eventually.HoldsAsync("the file", () => workspace.Holds("out/file", "there"), () => daemon.Transcript, TimeSpan.FromSeconds(60));
    }

    // A server that starts again reads its log from the beginning, and answers from there: the longer it is, the more old states there are to see.
    private static async Task WriteHistoryAsync(ConsulAgent agent)
    {
        for (var value = 0; value < 1000; value++)
        {
            await agent.PutKeyAsync("loss/x", $"old {value}");
        }
    }

    private static async Task RegisterAllAsync(ConsulAgent agent)
    {
        await agent.RegisterAsync(Web);
        await agent.PutKeyAsync("loss/x", "1");
    }

    private static async Task<RunningProcess> StartAsync(Workspace workspace, ConsulAgent agent, string text, params string[] more)
    {
        var daemon = workspace.Start(["-consul-addr", agent.Address, "-template", "t.liquid:out/file:echo run >> reloads.txt", .. more]);
        await workspace.FileHoldsAsync("out/file", text, daemon);
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Contains("run"), () => daemon.Transcript);
        return daemon;
    }

    private static void AssertUnchanged(string[] before, Workspace workspace, RunningProcess daemon) => Assert.True(
        before.SequenceEqual(workspace.Contents()), $"before:\n{string.Join('\n', before)}\nnow:\n{string.Join('\n', workspace.Contents())}\n{daemon.Transcript}");

    private static async Task CatchesUpAsync(Workspace workspace, RunningProcess daemon, string text)
    {
        await Eventually.HoldsAsync(
            "the daemon has caught up", () => workspace.Holds("out/file", text), () => daemon.Transcript, TimeSpan.FromSeconds(60));
        await Eventually.HoldsAsync("its reload", () => workspace.Lines("reloads.txt").Length == 2, () => daemon.Transcript);
    }
}
