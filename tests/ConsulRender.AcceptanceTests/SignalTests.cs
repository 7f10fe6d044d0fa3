using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The two signals that ask the program to stop.</summary>
public sealed class SignalTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Theory(Timeout = 60_000)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    public async Task A_daemon_that_is_asked_to_stop_ends_with_success_and_leaves_its_files(Signal signal)
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/x", "kept");
        workspace.Write("t.liquid", """{{ key("signal/x") }}""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file");
        await workspace.FileHoldsAsync("out/file", "kept", daemon);

        daemon.Send(signal);

        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal([workspace["out/file"]], Directory.EnumerateFileSystemEntries(workspace["out"]));
        Assert.Empty(Workspace.Complaints(daemon));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    public async Task A_single_run_that_is_stopped_before_its_files_are_in_place_says_interrupted(Signal signal)
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/mark", "up");
        workspace.Write("t.liquid", """{{ key("signal/missing") }}""");
        workspace.Write("mark.liquid", """{{ key("signal/mark") }}""");
        await using var run = workspace.Start(
            "-once", "-consul-addr", agent.Address, "-template", "mark.liquid:mark.txt", "-template", "t.liquid:out.txt");
        await workspace.FileHoldsAsync("mark.txt", "up", run);

        run.Send(signal);

        Assert.Equal(ExitCodes.Interrupted, await run.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.False(File.Exists(workspace["out.txt"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reload_that_has_begun_is_finished_before_the_daemon_stops()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/slow", "x");
        workspace.Write("t.liquid", """{{ key("signal/slow") }}""");
        await using var daemon = workspace.Start(
            "-consul-addr", agent.Address, "-template", "t.liquid:out/file:touch started; sleep 1; touch finished");
        await Eventually.HoldsAsync("the reload command runs", () => File.Exists(workspace["started"]), () => daemon.Transcript);

        daemon.Send(Signal.Terminate);

        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(10)));
        Assert.True(File.Exists(workspace["finished"]), daemon.Transcript);
        Assert.Equal("x", workspace.Read("out/file"));
    }
}
