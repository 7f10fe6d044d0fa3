using ConsulRender.Cli;
using ConsulRender.Cli.Control;
using ConsulRender.Settings;
using ConsulRender.State;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ConsulRender.Tests.Cli.Control;

/// <summary>The commands that ask a daemon, over a socket in a directory of their own, with a loop that runs.</summary>
public sealed class ControlCommandTests : IAsyncDisposable
{
    private readonly RunnerUnderTest _runner = new();
    private readonly TemporaryDirectory _state = new();
    private ControlSocket? _socket;

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        await _runner.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task Status_tells_healthy_by_its_exit_code()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}");
        Open();
        await Eventually.HoldsAsync("all to be well", () => _runner.Runner.Status.Groups is { Count: 2 } groups && groups.All(group => group.IsUpToDate));

        var (code, text) = await RunAsync(Commands.Status);
        Assert.Equal(ExitCode.Success, code);
        Assert.StartsWith("healthy since ", text, StringComparison.Ordinal);
        Assert.Contains($"{_runner.Directory.Path("out")}: healthy since ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_who_waits_for_what_by_its_exit_code_and_in_json()
    {
        _runner.With("out", "{{ key(\"a\") }}");
        Open();
        await Eventually.HoldsAsync("the waiting", () => _runner.Runner.Status.WaitingFor().Any(line => line.Contains("no such key", StringComparison.Ordinal)));

        var (code, text) = await RunAsync(Commands.Status, "-format", "json");
        Assert.Equal(ExitCode.Unhealthy, code);
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var waiting = json.RootElement.GetProperty("groups")[0].GetProperty("waiting_for")[0];
        Assert.Equal(("key(\"a\")", 1, 4), (waiting.GetProperty("dependency").GetString(), waiting.GetProperty("line").GetInt32(), waiting.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task Release_of_a_group_that_there_is_not_names_the_one_that_was_meant()
    {
        _runner.With("haproxy.cfg", "1");
        Open();
        await _runner.HoldsAsync("haproxy.cfg", "1");

        Assert.Equal(
            "13 error\nthere is no group 'haproxy.cfg'; did you mean '" + _runner.Directory.Path("haproxy.cfg") + "'?",
            (await AskDeskAsync("release\thaproxy.cfg")).Encode());
        Assert.StartsWith("there is no group 'x'; the groups are ", (await AskDeskAsync("release\tx")).Text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync(Commands.Release, "x")).Code);
    }

    [Fact]
    public async Task Release_of_a_group_that_holds_nothing_says_so()
    {
        _runner.With("out", "1");
        Open();
        await _runner.HoldsAsync("out", "1");

        var (code, text) = await RunAsync(Commands.Release, _runner.Directory.Path("out"));
        Assert.Equal((ExitCode.Success, $"{_runner.Directory.Path("out")}: nothing was held\n"), (code, text));
    }

    [Fact]
    public async Task Release_lets_through_what_is_held_and_says_how_that_ended()
    {
        var path = _runner.Directory.Path("out");
        _runner.Key("a", "port 80").With("out", "{{ key(\"a\") }}", template => template with { Guard = new GuardSettings { Require = ["^port "] }, Check = _runner.Directory.Command("! grep bad {path}") });
        Open();
        await _runner.HoldsAsync("out", "port 80");
        _runner.Key("a", "nothing");
        await Eventually.HoldsAsync("the hold", () => _runner.Runner.Status.Groups[0].Hold is not null);
        Assert.Contains($"'consulrender release {path}' lets it through", (await RunAsync(Commands.Status)).Text, StringComparison.Ordinal);

        var (code, text) = await RunAsync(Commands.Release, path);
        Assert.Equal(ExitCode.Success, code);
        Assert.StartsWith("let through: ", text, StringComparison.Ordinal);
        Assert.EndsWith($"\nwrote {path}\n", text, StringComparison.Ordinal);
        Assert.Equal("nothing", _runner.Directory.Read("out"));

        _runner.Key("a", "bad");
        await Eventually.HoldsAsync("the next hold", () => _runner.Runner.Status.Groups[0].Hold is not null);
        Assert.Equal(ExitCode.Check, (await RunAsync(Commands.Release, path)).Code);
        Assert.Equal("nothing", _runner.Directory.Read("out"));
    }

    [Fact]
    public async Task Without_a_daemon_the_exit_code_is_its_own()
    {
        Assert.Equal((ExitCode.Unreachable, ""), await RunAsync(Commands.Status));
        Assert.Equal(ExitCode.Unreachable, await ControlClient.RunAsync(null, [Commands.Status, "text"], TextWriter.Null));

        // One that was killed leaves its socket.
        ControlSocketTests.LeaveDead(new StateDirectory(_state.Root).ControlSocket);

        Assert.Equal((ExitCode.Unreachable, ""), await RunAsync(Commands.Status));
    }

    [Theory]
    [InlineData(Commands.Status, "-format", "yaml")]
    [InlineData(Commands.Status, "group")]
    [InlineData(Commands.Release)]
    [InlineData(Commands.Release, "one", "two")]
    [InlineData(Commands.Release, "one", "-fromat", "json")]
    public async Task A_wrong_command_line_is_told(string command, params string[] arguments) =>
        await Assert.ThrowsAsync<UsageException>(() => ControlCommand.RunAsync(command, arguments, _ => null, TextWriter.Null));

    [Fact]
    public async Task The_directory_comes_from_flag_settings_or_variable()
    {
        _runner.With("out", "1");
        Open();
        await _runner.HoldsAsync("out", "1");
        var settings = _state.Write("settings.json", $$"""{ "state_dir": "{{_state.Root}}" }""");

        using var output = new StringWriter();
        Assert.NotEqual(ExitCode.Unreachable, await ControlCommand.RunAsync(Commands.Status, ["-config", settings], _ => null, output));
        Assert.NotEqual(ExitCode.Unreachable, await ControlCommand.RunAsync(Commands.Status, ["-state-dir", _state.Root], _ => null, output));
        Assert.NotEqual(ExitCode.Unreachable, await ControlCommand.RunAsync(Commands.Status, [], name => name == "CONSULRENDER_STATE_DIR" ? _state.Root : null, output));
        Assert.NotEqual(ExitCode.Unreachable, await ControlCommand.RunAsync(Commands.Release, [_runner.Directory.Path("out"), "--state-dir=" + _state.Root], _ => null, output));
    }

    private void Open()
    {
        _runner.Start();
        _socket = ControlSocket.Open(new StateDirectory(_state.Root).ControlSocket, DeskAsync, TimeProvider.System, NullLogger.Instance);
        Assert.NotNull(_socket);
    }

    private Task<ControlAnswer> AskDeskAsync(string request) => DeskAsync(request, TestContext.Current.CancellationToken);

    private Task<ControlAnswer> DeskAsync(string request, CancellationToken cancellationToken) =>
        new ControlDesk(_runner.Runner, () => new DaemonStatus(_runner.Runner.Status, _runner.Clock.GetUtcNow(), _runner.Clock.GetUtcNow(), false, null))
            .AnswerAsync(request, cancellationToken);

    private async Task<(ExitCode Code, string Text)> RunAsync(string command, params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await ControlCommand.RunAsync(command, [.. arguments, "-state-dir", _state.Root], _ => null, output);
        return (code, output.ToString());
    }
}
