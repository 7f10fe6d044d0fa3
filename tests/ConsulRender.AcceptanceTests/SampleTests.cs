using System.Text.Json.Nodes;
using ConsulRender.AcceptanceTests.Harness;
using ConsulRender.Tests.Samples;

namespace ConsulRender.AcceptanceTests;

/// <summary>The samples as they are shipped, rendered by the published binary and judged by HAProxy.</summary>
public sealed class SampleTests
{
    private const string Settings = "samples/haproxy/consulrender.json";
    private const string Internal = "samples/haproxy/out/haproxy-internal.cfg";
    private const string External = "samples/haproxy/out/haproxy-external.cfg";

    [Fact(Timeout = 60_000)]
    public async Task The_fixture_gives_the_two_files_of_the_article()
    {
        await using var workspace = NewWorkspace();

        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", Settings, "-snapshot", "samples/haproxy/fixture.json");

        AssertGolden(workspace);
        Assert.Null(await HaproxyComplaintAsync(workspace, Internal));
        Assert.Null(await HaproxyComplaintAsync(workspace, External));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_agent_with_the_same_catalog_gives_the_same_two_files()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await ArticleCatalog.RegisterAsync(agent);
        await using var workspace = NewWorkspace();

        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", Settings, "-consul-addr", agent.Address);

        AssertGolden(workspace);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_daemon_shows_what_is_registered_deregistered_failing_recovering_and_changed()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await ArticleCatalog.RegisterAsync(agent);
        await using var workspace = NewWorkspace();
        await using var daemon = workspace.Start("-config", Settings, "-consul-addr", agent.Address);
        var added = ArticleCatalog.Instances[0] with { Id = "app_production_test-server.added:3000", Port = 31099, Status = "passing" };
        Task ShowsAsync(string what, bool isThere) => Eventually.HoldsAsync(
            $"both files {(isThere ? "show" : "no longer show")} \"{what}\"",
            () => Shows(workspace, Internal, what) == isThere && Shows(workspace, External, what) == isThere,
            () => daemon.Transcript);
        await ShowsAsync("10.0.1.11:31001", true);
        AssertGolden(workspace);

        await agent.RegisterAsync(added);
        await ShowsAsync("10.0.1.11:31099", true);
        await agent.RegisterAsync(added with { Status = "critical" });
        await ShowsAsync("10.0.1.11:31099", false);
        await agent.RegisterAsync(added);
        await ShowsAsync("10.0.1.11:31099", true);
        await agent.DeregisterAsync(added);
        await ShowsAsync("10.0.1.11:31099", false);
        await agent.PutKeyAsync(ArticleCatalog.ConnectionLimit, "8192");
        await ShowsAsync("maxconn 8192", true);
        await agent.RegisterAsync(new CatalogInstance("mesos-slave-3", "10.0.1.13", "shop", "shop:4000", 32000)
        {
            Tags = ["production", "internal-listen-tcp-4000"],
        });
        await ShowsAsync("10.0.1.13:32000", true);

        Assert.Null(await HaproxyComplaintAsync(workspace, Internal));
        Assert.Null(await HaproxyComplaintAsync(workspace, External));
        Assert.False(daemon.HasExited, daemon.Transcript);
    }

    [Fact(Timeout = 60_000)]
    public async Task News_that_no_template_shows_are_not_a_change()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await ArticleCatalog.RegisterAsync(agent);
        var noisy = ArticleCatalog.Instances[0] with { Status = "passing", CheckOutput = "0" };
        await agent.RegisterAsync(noisy);
        await using var workspace = NewWorkspace();
        await using var daemon = workspace.Start("-config", Settings, "-consul-addr", agent.Address);
        await Eventually.HoldsAsync("both files", () => File.Exists(workspace[Internal]) && File.Exists(workspace[External]), () => daemon.Transcript);
        var before = workspace.Contents();

        for (var output = 1; output <= 5; output++)
        {
            await agent.RegisterAsync(noisy with { CheckOutput = $"{output}" });
        }

        await Eventually.StaysAsync("nothing is written", () => before.SequenceEqual(workspace.Contents()), TimeSpan.FromSeconds(1));
    }

    [Fact(Timeout = 300_000)]
    public async Task Whatever_the_catalog_holds_HAProxy_accepts_the_files()
    {
        await using var workspace = NewWorkspace();
        WriteVariant(workspace, "index.json", "index");
        WriteVariant(workspace, "stable.json", "stable");
        var frontends = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            workspace.Write("catalog.json", RandomCatalog.Json(seed));
            var settings = seed % 2 == 0 ? "index.json" : "stable.json";

            var run = await workspace.RunAsync("-once", "-config", settings, "-snapshot", "catalog.json");

            // The sample's check is HAProxy's own, so the exit code is its word.
            Assert.True(run.ExitCode == ExitCodes.Success, $"seed {seed} with {settings}: exit code {run.ExitCode}\n{run.Transcript}");
            Assert.DoesNotContain("not installed", run.Errors, StringComparison.Ordinal);
            frontends += workspace.Lines(Internal).Count(line => line.StartsWith("frontend internal_", StringComparison.Ordinal));
        }

        Assert.True(frontends > 100, $"only {frontends} frontends: the catalogs prove nothing");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_judge_of_the_samples_refuses_a_file_that_HAProxy_refuses()
    {
        await using var workspace = NewWorkspace();
        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", Settings, "-snapshot", "samples/haproxy/fixture.json");
        workspace.Write(External, workspace.Read(External) + "backend broken\n  server without-an-address\n");

        Assert.NotNull(await HaproxyComplaintAsync(workspace, External));
    }

    [Fact]
    public void Every_sample_is_rendered_by_a_test()
    {
        var samples = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "samples")).Select(folder => Path.GetFileName(folder));

        Assert.Equal(["haproxy"], samples);
    }

    private static Workspace NewWorkspace()
    {
        var workspace = new Workspace();
        workspace.CopyFromRepository("samples/haproxy");
        workspace.CopyFromRepository("templates");
        return workspace;
    }

    private static void WriteVariant(Workspace workspace, string name, string serverNames)
    {
        var settings = JsonNode.Parse(workspace.Read(Settings))!;
        settings["vars"]!["server_names"] = serverNames;
        foreach (var template in settings["template"]!.AsArray())
        {
            // A catalog of chance need not have the sample's service.
            template!.AsObject().Remove("guard");
        }

        workspace.Write(name, settings.ToJsonString());
    }

    private static void AssertGolden(Workspace workspace)
    {
        Assert.Equal(Repository.Golden("haproxy-internal.cfg"), Repository.NotBlank(workspace.Read(Internal)));
        Assert.Equal(Repository.Golden("haproxy-external.cfg"), Repository.NotBlank(workspace.Read(External)));
    }

    private static bool Shows(Workspace workspace, string file, string what) =>
        workspace.Lines(file).Any(line => line.Contains(what, StringComparison.Ordinal));

    // The script replaces what only a load balancer has (a certificate, a user) in a copy; the verdict is haproxy -c.
    private static async Task<string?> HaproxyComplaintAsync(Workspace workspace, string file)
    {
        Tools.Find("haproxy");
        await using var check = await RunningProcess.RunAsync("/bin/sh", ["samples/haproxy/check.sh", file], workspace.Path, TimeSpan.FromSeconds(20));
        return check.ExitCode == 0 ? null : check.Transcript;
    }
}
