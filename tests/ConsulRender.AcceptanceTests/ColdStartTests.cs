using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A start while no agent answers, after one that knew everything.</summary>
public sealed class ColdStartTests
{
    private const string Secret = "hunter2-of-the-cold-start";

    private static readonly CatalogInstance Web = new("cold-node", "10.0.0.7", "cold-web", "cold-web-1", 8080);

    private static string[] Arguments(ConsulAgent agent, params string[] more) =>
        ["-consul-addr", agent.Address, "-template", "t.liquid:out/file:echo reload >> reloads.txt", .. more];

    [Fact(Timeout = 120_000)]
    public async Task A_daemon_renders_what_it_knew_says_so_and_catches_up()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = Prepared("""{% for s in service("cold-web") %}{{ s.address }}:{{ s.port }}{% endfor %}""");
        await agent.RegisterAsync(Web);
        await using (var before = workspace.Start(Arguments(agent)))
        {
            await workspace.FileHoldsAsync("out/file", "10.0.0.7:8080", before);
            await StopAsync(before);
        }

        var snapshot = Path.Combine(workspace.State, "snapshot.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(snapshot));
        await agent.KillAsync();
        File.Delete(workspace["out/file"]);
        await using var daemon = workspace.Start(Arguments(agent));
        await workspace.FileHoldsAsync("out/file", "10.0.0.7:8080", daemon);
        await SaysAsync(daemon, "[WARN] Consul gives no answer (");
        await SaysAsync(daemon, "; 1 group is rendered from readings saved ");
        daemon.Send(Signal.User1);
        await SaysAsync(daemon, "degraded (stale) since ");

        await agent.RestartAsync();
        await agent.RegisterAsync(Web with { Port = 8081 });
        await workspace.FileHoldsAsync("out/file", "10.0.0.7:8081", daemon);
        await SaysAsync(daemon, "[INFO] Consul has answered all that was rendered from saved readings");
        await Eventually.HoldsAsync("three reloads", () => workspace.Lines("reloads.txt").Length == 3, () => daemon.Transcript);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_run_of_provisioning_uses_what_another_one_saved_and_no_secret_is_on_the_disk()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = Prepared("""{% for s in service("cold-web") %}{{ s.port }}{% endfor %}""");
        workspace.Write("secret.liquid", """{{ key("cold/password") }}""");
        await agent.RegisterAsync(Web);
        await agent.PutKeyAsync("cold/password", Secret);
        await workspace.RunAsync(ExitCodes.Success, Arguments(agent, "-once", "-allow-stale", "10m", "-template", "secret.liquid:out/secret"));
        Assert.True(workspace.Holds("out/secret", Secret));
        Assert.All(
            Directory.EnumerateFiles(workspace.State, "*", SearchOption.AllDirectories).Select(File.ReadAllText),
            text => Assert.False(text.Contains(Secret, StringComparison.Ordinal) || text.Contains(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)), StringComparison.Ordinal), text));

        await agent.KillAsync();
        Directory.Delete(workspace["out"], recursive: true);
        var run = await workspace.RunAsync(ExitCodes.Success, Arguments(agent, "-once", "-allow-stale", "10m"));
        Assert.True(workspace.Holds("out/file", "8080"));
        Assert.Single(run.Errors.Split('\n'), line => line.Contains("[WARN] ", StringComparison.Ordinal) && line.Contains(" rendered from readings saved ", StringComparison.Ordinal));

        var late = await workspace.RunAsync(ExitCodes.Timeout, Arguments(agent, "-once", "-allow-stale", "1ms", "-timeout", "3s"));
        Assert.Contains("older than the 1ms of -allow-stale; they are not used", late.Errors, StringComparison.Ordinal);
        var refused = await workspace.RunAsync(ExitCodes.Timeout, Arguments(agent, "-once", "-allow-stale", "10m", "-timeout", "3s", "-template", "secret.liquid:out/secret"));
        Assert.Contains("state_secrets = true, and is waited for: key(\"cold/password\")", refused.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_short_run_beside_a_daemon_leaves_its_readings_alone()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = Prepared("""{% for s in service("cold-web") %}{{ s.port }}{% endfor %}""");
        workspace.Write("other.liquid", "{{ datacenters | join: ',' }}");
        await agent.RegisterAsync(Web);
        await using var daemon = workspace.Start(Arguments(agent));
        var snapshot = Path.Combine(workspace.State, "snapshot.json");
        await Eventually.HoldsAsync("the readings to be saved", () => File.Exists(snapshot), () => daemon.Transcript);
        var before = await File.ReadAllTextAsync(snapshot, TestContext.Current.CancellationToken);
        await workspace.RunAsync(ExitCodes.Success, "-once", "-allow-stale", "10m", "-consul-addr", agent.Address, "-template", "other.liquid:out/other");

        Assert.Contains("cold-web", before, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(snapshot, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_a_short_run_is_told_how_old_its_data_may_be()
    {
        await using var workspace = Prepared("x");
        var run = await workspace.RunAsync(ExitCodes.Usage, "-allow-stale", "10m", "-template", "t.liquid:out/file");

        Assert.Equal(["consulrender: error: flag -allow-stale works only together with -once; a daemon starts from saved readings of any age by itself"], Workspace.Complaints(run));
    }

    private static Workspace Prepared(string template)
    {
        var workspace = new Workspace();
        workspace.Write("t.liquid", template);
        return workspace;
    }

    private static async Task StopAsync(RunningProcess daemon)
    {
        daemon.Send(Signal.Terminate);
        await daemon.ExitsAsync();
    }

    private static Task SaysAsync(RunningProcess daemon, string text) =>
        Eventually.HoldsAsync($"the daemon says \"{text}\"", () => daemon.Errors.Contains(text, StringComparison.Ordinal), () => daemon.Transcript);
}
