using System.Diagnostics;
using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class CompletionCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The words as bash cuts them, an equals sign alone, and what is offered for the last one.</summary>
    [Theory]
    [InlineData("-consul-token -consul-token-file", "-consul-to")]
    [InlineData("--consul-token --consul-token-file", "--consul-to")]
    [InlineData("-consul-token -consul-token-file -consul-transport-dial-timeout -consul-transport-dial-keep-alive -consul-transport-tls-handshake-timeout -consul-transport-disable-keep-alives -consul-transport-max-idle-conns-per-host", "-consul-t")]
    [InlineData("check", "che")]
    [InlineData("trace debug info warn err", "-log-level", "")]
    [InlineData("trace debug info warn err", "--log-level", "")]
    [InlineData("warn", "-log-level", "=", "wa")]
    [InlineData("trace debug info warn err", "-log-level", "=")]
    [InlineData("text json", "-log-format", "")]
    [InlineData("json", "check", "-format", "j")]
    [InlineData("-format", "check", "-fo")]
    [InlineData("-strict", "check", "-st")]
    [InlineData("settings status", "s")]
    [InlineData("json", "status", "-format", "j")]
    [InlineData("-state-dir", "release", "-s")]
    [InlineData("", "check", "-consul-a")]
    [InlineData("-no-color", "plan", "-no")]
    [InlineData("-consul-addr -consul-auth", "plan", "-consul-a")]
    [InlineData("-consul-addr -consul-auth", "settings", "-consul-a")]
    [InlineData("", "-fo")]
    [InlineData("bash zsh", "completion", "")]
    [InlineData("", "-once", "che")]
    [InlineData("", "-consul-token", "")]
    [InlineData("a.hcl conf", "-config", "")]
    [InlineData("a.hcl", "--config", "=", "a")]
    [InlineData("a.hcl conf", "check", "-config", "")]
    public async Task Bash_offers_what_may_follow(string offered, params string[] words)
    {
        _directory.Write("a.hcl", "");
        Directory.CreateDirectory(_directory.Path("conf"));
        _directory.Write("completion", Script("bash"));
        var quoted = string.Join(' ', words.Select(word => $"'{word}'"));
        var lines = await BashAsync($"source ./completion; rm completion; COMP_WORDS=(consulrender {quoted}); COMP_CWORD={words.Length}; _consulrender; printf '%s\\n' \"${{COMPREPLY[@]}}\"");

        Assert.Equal(offered, string.Join(' ', lines));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    public void Every_flag_and_command_is_offered(string shell)
    {
        var script = Script(shell);

        Assert.All(
            FlagTable.In([.. FlagTable.Groups, .. FlagTable.OfCheck, FlagTable.OfPlan]).Select(flag => $"-{flag.Name}").Concat(Commands.Names),
            word => Assert.Matches($@"[ '*|(]{word}['= |\[)]", script));
    }

    [Fact]
    public async Task Zsh_can_read_the_script()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh") || File.Exists("/bin/zsh"), "there is no zsh on this machine");
        _directory.Write("completion", Script("zsh"));

        Assert.Equal(["done"], await BashAsync("zsh -n completion && echo done"));
    }

    [Fact]
    public async Task In_zsh_every_quote_is_closed()
    {
        // Its quotes are those of bash, which can judge them.
        _directory.Write("completion", Script("zsh"));

        Assert.Equal(["done"], await BashAsync("bash -n completion && echo done"));
    }

    [Theory]
    [InlineData]
    [InlineData("fish")]
    [InlineData("bash", "zsh")]
    public void Another_shell_is_refused(params string[] arguments) =>
        Assert.Equal(["write 'consulrender completion bash' or 'consulrender completion zsh'"], Assert.Throws<UsageException>(() => CompletionCommand.Run(arguments, TextWriter.Null)).Problems);

    private static string Script(string shell)
    {
        using var output = new StringWriter();
        CompletionCommand.Run([shell], output);
        return output.ToString();
    }

    private async Task<IReadOnlyList<string>> BashAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", command])
        {
            WorkingDirectory = _directory.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        Assert.Equal("", await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
