using ConsulRender.Cli;
using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary><c>err_on_failed_lookup</c> and <c>error_fatal</c>.</summary>
public sealed class ErrorSettingsTests : IAsyncDisposable
{
    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task An_absent_key_fails_its_group_at_once_when_the_settings_want_it()
    {
        _runner.Adjust = settings => settings with { ErrOnFailedLookup = true };
        _runner.Key("a", "1").With("bad", "{{ key(\"a\") }}\n {{ key(\"no\") }}").With("good", "{{ key(\"a\") }}{{ key_or_default(\"no\", \"2\") }}").Start(once: true);
        await _runner.EndsAsync();

        var failure = _runner.Failure("bad");
        Assert.Equal(FailureKind.Template, failure.Kind);
        Assert.Equal($"contents of {_runner.Directory.Path("bad")}:2:5: key(\"no\"): there is no such key, and err_on_failed_lookup does not wait for it", failure.Message);
        Assert.Equal("12", _runner.Directory.Read("good"));
        Assert.Equal(ExitCode.Template, OnceCommand.Report(_runner.Runner.Status));
    }

    [Fact]
    public async Task In_the_daemon_the_group_heals_when_the_key_appears()
    {
        _runner.Adjust = settings => settings with { ErrOnFailedLookup = true };
        _runner.With("out", "{{ key(\"a\") }}").Start();
        await _runner.SaysAsync($"Error: contents of {_runner.Directory.Path("out")}:1:4: key(\"a\"): there is no such key");
        Assert.False(_runner.Exists("out"));

        _runner.Key("a", "1");
        await _runner.HoldsInTimeAsync("out", "1", TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(null, null, ExitCode.Template)]
    [InlineData(false, null, ExitCode.Success)]
    [InlineData(null, false, ExitCode.Success)]
    [InlineData(true, false, ExitCode.Template)]
    [InlineData(false, true, ExitCode.Success)]
    public async Task A_template_that_cannot_be_rendered_fails_the_run_unless_its_errors_are_not_fatal(bool? own, bool? common, object expected)
    {
        _runner.Adjust = settings => settings with
        {
            TemplateErrorFatal = common,
            Template = [.. settings.Template.Select(template => template with { ErrorFatal = own })],
        };
        _runner.Key("a", "(").With("bad", "{{ \"a\" | regex_match: key(\"a\") }}").With("good", "{{ key(\"a\") }}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal(FailureKind.Template, _runner.Failure("bad").Kind);
        Assert.Equal("(", _runner.Directory.Read("good"));
        Assert.Equal((ExitCode)expected, OnceCommand.Report(_runner.Runner.Status));
    }

    [Fact]
    public async Task Only_errors_of_the_template_are_excused()
    {
        _runner.Adjust = settings => settings with { TemplateErrorFatal = false };
        _runner.Key("a", "x").With("bad", "{{ key(\"a\") }}", check: "test ! -e {path}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal(ExitCode.Check, OnceCommand.Report(_runner.Runner.Status));
    }
}
