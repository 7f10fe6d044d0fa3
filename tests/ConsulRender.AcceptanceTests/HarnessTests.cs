using System.Text.Json.Nodes;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The tests' own tools, which every other test believes.</summary>
public sealed class HarnessTests
{
    [Fact(Timeout = 60_000)]
    public async Task An_agent_that_is_started_again_on_its_ports_has_forgotten_everything()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await agent.PutKeyAsync("harness/key", "value");
        Assert.NotNull(await agent.GetAsync("kv/harness/key"));
        var address = agent.Address;

        await agent.KillAsync();
        await agent.RestartAsync();

        Assert.Equal(address, agent.Address);
        Assert.Null(await agent.GetAsync("kv/harness/key"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_process_gets_the_interrupt_signal_even_when_the_test_run_ignores_it()
    {
        await using var process = RunningProcess.Start(
            "/bin/bash", ["-c", "trap 'echo interrupted; exit 7' INT; echo ready; while :; do sleep 0.05; done"], Path.GetTempPath());
        await Eventually.HoldsAsync("the script is ready", () => process.Output.Contains("ready", StringComparison.Ordinal));

        process.Send(Signal.Interrupt);

        Assert.Equal(7, await process.ExitsAsync());
        Assert.Contains("interrupted", process.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wait_that_fails_says_what_it_waited_for()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(
            () => Eventually.HoldsAsync("a blue moon", () => false, () => "the moon is white", TimeSpan.FromMilliseconds(50)));

        Assert.Contains("a blue moon", exception.Message, StringComparison.Ordinal);
        Assert.Contains("the moon is white", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_load_notices_when_HAProxy_is_stopped_and_started_instead_of_reloaded()
    {
        await using var server = new TinyHttpServer();
        using var directory = new TemporaryDirectory();
        var port = Ports.Take(1)[0];
        await File.WriteAllTextAsync(directory["haproxy.cfg"], $$"""
            defaults
              mode http
              timeout connect 5s
              timeout client 5s
              timeout server 5s
            listen web
              bind 127.0.0.1:{{port}}
              server one 127.0.0.1:{{server.Port}}

            """, TestContext.Current.CancellationToken);
        Assert.Null(await HaproxyProcess.ComplaintAboutAsync(directory["haproxy.cfg"]));
        var first = HaproxyProcess.Start(directory["haproxy.cfg"], directory.Path);
        await using var load = new RequestLoad(port, 2);
        await Eventually.HoldsAsync("ten answers", () => load.Answered >= 10, () => first.Transcript);
        var lostWhileStarting = load.Lost.Count;

        await first.DisposeAsync();

        await Eventually.HoldsAsync("a lost request", () => load.Lost.Count > lostWhileStarting);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_way_that_is_cut_says_nothing_at_all_and_works_for_whoever_comes_after_it_was_opened()
    {
        await using var server = new TinyHttpServer();
        await using var way = new LoopbackProxy($"127.0.0.1:{server.Port}");
        using var http = new HttpClient();
        var url = new Uri($"http://{way.Address}/");
        Assert.Equal("hello", await http.GetStringAsync(url, TestContext.Current.CancellationToken));

        way.Cut();
        var lost = http.GetStringAsync(url, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("a connection is taken", () => way.Connections == 1);
        await Eventually.StaysAsync("nothing comes of it", () => !lost.IsCompleted, TimeSpan.FromMilliseconds(300));
        way.Open();
        Assert.Equal("hello", await http.GetStringAsync(url, TestContext.Current.CancellationToken));
        await Eventually.StaysAsync("what was lost stays lost", () => !lost.IsCompleted, TimeSpan.FromMilliseconds(300));

        way.Reset();
        await Assert.ThrowsAsync<HttpRequestException>(() => lost);
        way.Fail();
        using var answer = await http.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(500, (int)answer.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_observed_daemon_tells_of_a_text_that_lacks_something_and_of_a_reload_for_nothing()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await ObservedDaemon.RegisterSteadyAsync(agent, agent);
        await agent.PutKeyAsync("churn/1", "x");
        await using var daemon = new ObservedDaemon("under test", agent.Address, agent.Address, "", "");
        await daemon.ConvergesAsync("at the start", TimeSpan.FromSeconds(20));
        daemon.AssertOnlyChangesWereTold("at the start");
        daemon.AssertEachTextWasToldOnce("at the start");

        await File.AppendAllTextAsync(daemon["reloads"], (await File.ReadAllLinesAsync(daemon["reloads"], TestContext.Current.CancellationToken)).Last(line => line.StartsWith("single ", StringComparison.Ordinal)) + "\n", TestContext.Current.CancellationToken);
        Assert.Contains("were for a text that was told already", Complaint(() => daemon.AssertOnlyChangesWereTold("then")), StringComparison.Ordinal);
        Assert.Contains("not every text", Complaint(() => daemon.AssertEachTextWasToldOnce("then")), StringComparison.Ordinal);

        await agent.PutAsync("catalog/deregister", new JsonObject { ["Node"] = "steady-node", ["ServiceID"] = "steady-3-1" });
        await Eventually.HoldsAsync("the service is gone from the files", () => File.ReadAllText(daemon["out/one-3"]) == "nobody");
        Assert.Contains("was about to be written", Complaint(() => daemon.AssertOnlyChangesWereTold("then")), StringComparison.Ordinal);

        static string Complaint(Action assert) => Assert.ThrowsAny<Exception>(assert).Message;
    }
}
