using System.Text.Json;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What a running daemon says of itself, and what it does when it is asked.</summary>
public sealed class ControlTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task Status_says_what_is_wrong_and_what_is_right_again_by_exit_code_and_text()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("control/state", "bad");
        workspace.Write("t.liquid", """{{ key("control/state") }}""");
        workspace.Write("settings.json", """{ "template": { "source": "t.liquid", "destination": "t.txt", "check": "! grep bad {path}", "command": "true" } }""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json", "-status-file", "status.json");
        await Eventually.HoldsAsync("the failure", () => daemon.Errors.Contains("exit code 1", StringComparison.Ordinal), () => daemon.Transcript);

        var bad = await StatusAsync(workspace, daemon, ExitCodes.Unhealthy, text => text.Contains("t.txt: degraded (check) since 2", StringComparison.Ordinal));
        Assert.StartsWith("degraded since 2", bad, StringComparison.Ordinal);
        Assert.Contains("; next try 2", bad, StringComparison.Ordinal);
        Assert.Contains($", PID {daemon.Id}, started 2", bad, StringComparison.Ordinal);

        var socket = Path.Combine(workspace.State, "control.sock");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        await agent.PutKeyAsync("control/state", "good");
        await workspace.FileHoldsAsync("t.txt", "good", daemon);
        await StatusAsync(workspace, daemon, ExitCodes.Success, text => text.StartsWith("healthy since 2", StringComparison.Ordinal));

        using var json = JsonDocument.Parse((await workspace.RunAsync(ExitCodes.Success, "status", "-format", "json")).Output);
        var group = json.RootElement.GetProperty("groups")[0];
        Assert.Equal(("t.txt", "healthy"), (group.GetProperty("name").GetString(), group.GetProperty("state").GetString()));
        Assert.True(group.GetProperty("last_check").GetProperty("succeeded").GetBoolean());
        Assert.True(group.GetProperty("last_reload").GetProperty("succeeded").GetBoolean());
        await Eventually.HoldsAsync("the status file to say it", () => StateIn(workspace) == "healthy", () => workspace.Read("status.json"));

        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.False(File.Exists(socket));
        Assert.False(File.Exists(workspace["status.json"]));
        Assert.Equal(
            [$"consulrender: error: no consulrender daemon answers at {socket} (there is no such socket); is it running with this state directory?"],
            Workspace.Complaints(await workspace.RunAsync(ExitCodes.Unreachable, "status")));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_guard_holds_is_told_and_let_through_when_it_is_released()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("control/guarded", "port 80");
        workspace.Write("t.liquid", """{{ key("control/guarded") }}""");
        workspace.Write("settings.json", """{ "template": { "source": "t.liquid", "destination": "t.txt", "command": "cat t.txt >> seen", "guard": { "require": ["^port "] } } }""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json");
        await workspace.FileHoldsAsync("t.txt", "port 80", daemon);
        await agent.PutKeyAsync("control/guarded", "nothing");
        var text = await StatusAsync(workspace, daemon, ExitCodes.Unhealthy, text => text.Contains("t.txt: degraded (guard)", StringComparison.Ordinal));
        Assert.Contains("'consulrender release t.txt' lets it through", text, StringComparison.Ordinal);
        Assert.Equal("port 80", workspace.Read("t.txt"));

        var released = await workspace.RunAsync(ExitCodes.Success, "release", "t.txt");
        Assert.StartsWith("let through: ", released.Output, StringComparison.Ordinal);
        Assert.EndsWith("wrote t.txt; ran \"cat t.txt >> seen\"\n", released.Output, StringComparison.Ordinal);
        Assert.Equal("nothing", workspace.Read("t.txt"));
        await StatusAsync(workspace, daemon, ExitCodes.Success, _ => true);

        Assert.Equal("t.txt: nothing was held\n", (await workspace.RunAsync(ExitCodes.Success, "release", "t.txt")).Output);
        Assert.Equal(
            ["consulrender: error: there is no group 't.tx'; did you mean 't.txt'?"],
            Workspace.Complaints(await workspace.RunAsync(ExitCodes.Usage, "release", "t.tx")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_rollback_holds_the_earlier_version_through_a_kill_and_a_run_once_until_it_is_released()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("control/rolled", "1");
        workspace.Write("t.liquid", """{{ key("control/rolled") }}""");
        workspace.Write("settings.json", """{ "template": { "source": "t.liquid", "destination": "t.txt", "check": "test -s {path}", "command": "cat t.txt >> seen" } }""");
        string[] arguments = ["-consul-addr", agent.Address, "-config", "settings.json"];
        await using var daemon = workspace.Start(arguments);
        await workspace.FileHoldsAsync("t.txt", "1", daemon);
        await agent.PutKeyAsync("control/rolled", "2");
        await workspace.FileHoldsAsync("t.txt", "2", daemon);
        await Eventually.HoldsAsync("the second reload", () => workspace.Holds("seen", "12"), () => daemon.Transcript);

        var rolledBack = await workspace.RunAsync(ExitCodes.Success, "rollback", "t.txt");
        Assert.StartsWith("t.txt: version 1 is in place, since 2", rolledBack.Output, StringComparison.Ordinal);
        Assert.Equal("121", workspace.Read("seen"));
        await agent.PutKeyAsync("control/rolled", "3");
        await StatusAsync(workspace, daemon, ExitCodes.Unhealthy, text => text.Contains("t.txt: degraded (rolled_back)", StringComparison.Ordinal));
        daemon.Send(Signal.Kill);
        await daemon.ExitsAsync();

        var once = await workspace.RunAsync(ExitCodes.Success, ["-once", .. arguments]);
        Assert.Contains("[WARN] t.txt: version 1 is in place, since 2", once.Errors, StringComparison.Ordinal);
        Assert.Equal("1", workspace.Read("t.txt"));

        await using var again = workspace.Start(arguments);
        await StatusAsync(workspace, again, ExitCodes.Unhealthy, text => text.Contains("t.txt: degraded (rolled_back)", StringComparison.Ordinal));
        Assert.Contains("  replaced 2", (await workspace.RunAsync(ExitCodes.Success, "versions", "t.txt")).Output, StringComparison.Ordinal);
        await Eventually.HoldsAsync("the data of now", async () => (await workspace.RunAsync(ExitCodes.Success, "release", "t.txt")).Output.Length > 0 && workspace.Holds("t.txt", "3"), () => again.Transcript);
        await StatusAsync(workspace, again, ExitCodes.Success, _ => true);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_daemon_is_told_and_the_socket_of_one_that_was_killed_is_replaced()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("control/second", "1");
        workspace.Write("t.liquid", """{{ key("control/second") }}""");
        await using var first = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:first.txt");
        await StatusAsync(workspace, first, ExitCodes.Success, _ => true);
        await using var second = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:second.txt");
        await workspace.FileHoldsAsync("second.txt", "1", second);
        Assert.Contains($"another consulrender (PID {first.Id}) has the state directory {workspace.State}; ", second.Errors, StringComparison.Ordinal);
        Assert.Contains($"PID {first.Id},", (await workspace.RunAsync("status")).Output, StringComparison.Ordinal);

        first.Send(Signal.Kill);
        await first.ExitsAsync();
        Assert.Contains("(nobody listens there any more)", (await workspace.RunAsync(ExitCodes.Unreachable, "status")).Errors, StringComparison.Ordinal);
        await using var third = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:third.txt");
        await StatusAsync(workspace, third, ExitCodes.Success, text => text.Contains($"PID {third.Id},", StringComparison.Ordinal));
    }

    private static async Task<string> StatusAsync(Workspace workspace, RunningProcess daemon, int exitCode, Func<string, bool> holds)
    {
        RunningProcess? asked = null;
        await Eventually.HoldsAsync(
            $"a status with exit code {exitCode}",
            async () =>
            {
                asked = await workspace.RunAsync("status");
                return asked.ExitCode == exitCode && holds(asked.Output);
            },
            () => $"{asked?.Transcript}\n{daemon.Transcript}");
        return asked!.Output;
    }

    private static string? StateIn(Workspace workspace)
    {
        using var json = JsonDocument.Parse(workspace.Read("status.json"));
        return json.RootElement.GetProperty("state").GetString();
    }
}
