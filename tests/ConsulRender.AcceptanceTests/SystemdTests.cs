using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What systemd hears of its unit, at a socket of the test's own.</summary>
public sealed class SystemdTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    /// <summary>A socket with a file, and one without.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_hears_that_the_unit_is_ready_once_how_it_is_and_that_it_stops(bool isAbstract)
    {
        await using var workspace = new Workspace();
        var address = isAbstract ? $"@{Guid.NewGuid():N}" : workspace["notify"];
        await using var systemd = new DatagramSocket(address);
        await agent.PutKeyAsync("systemd/first", "1");
        await agent.DeleteKeyAsync("systemd/second");
        workspace.Write("first.liquid", """{{ key("systemd/first") }}""");
        workspace.Write("second.liquid", """{{ key("systemd/second") }}""");
        await using var daemon = workspace.StartWith(
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = address, ["WATCHDOG_USEC"] = "400000" },
            "-consul-addr", agent.Address, "-template", "first.liquid:first.txt:echo ${NOTIFY_SOCKET-none} ${WATCHDOG_USEC-none} > seen", "-template", "second.liquid:second.txt");

        await HearsAsync(systemd, daemon, said => said.StartsWith("STATUS=waiting since 2", StringComparison.Ordinal) && said.EndsWith("Z; 1 of 2 files up to date; waiting for key(\"systemd/second\")", StringComparison.Ordinal));
        Assert.DoesNotContain(systemd.Received, said => said.Contains("READY", StringComparison.Ordinal));
        Assert.Equal("none none\n", workspace.Read("seen"));

        await agent.PutKeyAsync("systemd/second", "2");
        await HearsAsync(systemd, daemon, said => said == "READY=1\nSTATUS=2 files up to date");
        await agent.PutKeyAsync("systemd/first", "3");
        await workspace.FileHoldsAsync("first.txt", "3", daemon);
        var alive = Alive(systemd);
        await Eventually.HoldsAsync("more signs of life of an idle loop", () => Alive(systemd) >= alive + 3, () => daemon.Transcript);

        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
        await HearsAsync(systemd, daemon, said => said.StartsWith("STOPPING=1\n", StringComparison.Ordinal));
        Assert.Single(systemd.Received, said => said.Contains("READY=1", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task It_hears_nothing_of_a_single_run_nor_of_its_commands()
    {
        await using var workspace = new Workspace();
        await using var systemd = new DatagramSocket(workspace["notify"]);
        workspace.Write("t.liquid", "text");
        await using var run = workspace.StartWith(
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = workspace["notify"], ["WATCHDOG_USEC"] = "400000" },
            "-once", "-consul-addr", agent.Address, "-template", "t.liquid:file:echo ${NOTIFY_SOCKET-none} ${WATCHDOG_USEC-none} > seen");

        Assert.Equal(ExitCodes.Success, await run.ExitsAsync());
        Assert.Equal("none none\n", workspace.Read("seen"));
        Assert.Empty(systemd.Received);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reload_command_that_takes_its_time_is_no_hang()
    {
        await using var workspace = new Workspace();
        await using var systemd = new DatagramSocket(workspace["notify"]);
        await agent.PutKeyAsync("systemd/slow", "1");
        workspace.Write("t.liquid", """{{ key("systemd/slow") }}""");
        await using var daemon = workspace.StartWith(
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = workspace["notify"], ["WATCHDOG_USEC"] = "400000" },
            "-consul-addr", agent.Address, "-template", "t.liquid:file:touch started; sleep 2; touch finished");
        await Eventually.HoldsAsync("the reload command runs", () => File.Exists(workspace["started"]), () => daemon.Transcript);

        var before = Alive(systemd);
        await Eventually.HoldsAsync("signs of life meanwhile", () => Alive(systemd) >= before + 3, () => daemon.Transcript);

        Assert.False(File.Exists(workspace["finished"]), "the command was over before the signs of life came");
        await HearsAsync(systemd, daemon, said => said.StartsWith("READY=1\n", StringComparison.Ordinal));
    }

    private static int Alive(DatagramSocket systemd) => systemd.Received.Count(said => said == "WATCHDOG=1");

    private static Task HearsAsync(DatagramSocket systemd, RunningProcess daemon, Func<string, bool> isIt) => Eventually.HoldsAsync(
        "what systemd is to hear", () => systemd.Received.Any(isIt), () => $"{string.Join('\n', systemd.Received)}\n{daemon.Transcript}");
}
