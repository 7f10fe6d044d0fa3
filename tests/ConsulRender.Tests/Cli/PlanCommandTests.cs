using ConsulRender.Cli;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary><c>consulrender plan</c> as a program and as a part of it.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Changes_are_printed_and_counted_and_nothing_is_written_or_run()
    {
        Write("""{"a":"new"}""", "a", "b", "c");
        _directory.Write("a.out", "a old\n");
        _directory.Write("b.out", "b new\n");
        var run = await RunAsync();

        Assert.Equal("--- a/a.out\n+++ b/a.out\n@@ -1 +1 @@\n-a old\n+a new\nc.out: new file, mode 0644\n--- /dev/null\n+++ b/c.out\n@@ -0,0 +1 @@\n+c new\n", run.Output);
        Assert.Equal("2 files would change, 1 is up to date\n", run.Errors);
        Assert.Equal((int)ExitCode.Changes, run.ExitCode);
        Assert.Equal("a old\n", _directory.Read("a.out"));
        Assert.False(File.Exists(_directory.Path("c.out")));
        Assert.Empty(_directory.Log);
    }

    [Fact]
    public async Task No_change_is_success()
    {
        Write("""{"a":"new"}""", "a");
        _directory.Write("a.out", "a new\n");
        var run = await RunAsync();
        Assert.Equal(((int)ExitCode.Success, "", "no file would change, 1 is up to date\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task An_error_is_told_beside_what_could_be_planned()
    {
        Write("{}", "a");
        _directory.Write("settings.json", _directory.Read("settings.json").Replace("\"template\": [", "\"template\": [ { \"contents\": \"fine\", \"destination\": \"b.out\" },", StringComparison.Ordinal));
        var run = await RunAsync();
        Assert.Equal((int)ExitCode.Plan, run.ExitCode);
        Assert.Contains("+fine\n\\ No newline at end of file\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "consulrender: error: contents of a.out:1:6: key(\"a\") is not in the snapshot; add it, or use key_or_default\n1 file would change, 0 are up to date; 1 group of files failed\n",
            run.Errors);
    }

    [Fact]
    public async Task A_template_that_cannot_be_parsed_is_an_error()
    {
        Write("""{"a":"1"}""", "a");
        _directory.Write("settings.json", _directory.Read("settings.json").Replace("key(", "kye(", StringComparison.Ordinal));
        var run = await RunAsync();
        Assert.Equal(((int)ExitCode.Plan, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("consulrender: error: contents of a.out:1:6: there is no function or macro \"kye\"", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redacted_keys_come_from_the_settings()
    {
        Write("""{"a":"s3cr3t-new"}""", "a");
        _directory.Write("settings.json", _directory.Read("settings.json").Replace("{ \"template\"", "{ \"redact\": [\"a\"], \"template\"", StringComparison.Ordinal));
        _directory.Write("a.out", "a s3cr3t-old\n");
        Assert.Equal("--- a/a.out\n+++ b/a.out\n@@ -1 +1 @@\n-a ***\n+a ***\n", (await RunAsync()).Output);
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_warned_of()
    {
        Write("""{"a":"new"}""", "a");
        _directory.Write("settings.json", _directory.Read("settings.json").Replace("{ \"template\"", "{ \"redact\": [\"a\", \"secret\"], \"template\"", StringComparison.Ordinal));
        var errors = (await RunAsync()).Errors;
        Assert.Contains("redact: \"secret\" matches no key that was read; write \"secret/**\" for everything below it", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("redact: \"a\"", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modes_and_the_guard_count()
    {
        Write("""{"a":"new"}""", "a");
        _directory.Write("a.out", "a new\n");
        File.SetUnixFileMode(_directory.Path("a.out"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        _directory.Write("settings.json", """{ "template": [ { "contents": "a {{ key(\"a\") }}\n", "destination": "a.out", "perms": "0600" }, { "contents": " ", "destination": "b.out" } ] }""");
        var run = await RunAsync();
        Assert.Equal("a.out: mode 0644 -> 0600\n", run.Output);
        Assert.Equal((int)ExitCode.Plan, run.ExitCode);
        Assert.Contains("consulrender: error: b.out: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_are_given_when_they_are_wanted()
    {
        using var output = new StringWriter();
        var settings = new ConsulRender.Settings.Settings { Template = [new TemplateSettings { Contents = "x\n", Destination = _directory.Path("x") }] };
        var code = await PlanCommand.RunAsync(new Job(settings, Snapshot.Of("f", "{}"u8.ToArray()), null, Dry: false), null, output, color: true);
        Assert.Equal(ExitCode.Changes, code);
        Assert.Contains("\e[1m--- /dev/null\e[0m\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\e[36m@@ -0,0 +1 @@\e[0m\n\e[32m+x\e[0m\n", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "xterm", null, true)]
    [InlineData(true, "xterm", "", true)]
    [InlineData(true, "xterm", "1", false)]
    [InlineData(true, "dumb", null, false)]
    [InlineData(true, null, null, false)]
    [InlineData(false, "xterm", null, false)]
    public void Colours_are_for_terminals_and_those_who_want_them(bool isTerminal, string? term, string? noColor, bool expected) =>
        Assert.Equal(expected, PlanCommand.WantsColor(isTerminal, name => name == "TERM" ? term : noColor));

    [Theory]
    [InlineData(2, 1, 0, "2 files would change, 1 is up to date")]
    [InlineData(1, 0, 0, "1 file would change, 0 are up to date")]
    [InlineData(0, 2, 2, "no file would change, 2 are up to date; 2 groups of files failed")]
    public void The_summary_counts(int changed, int same, int failed, string expected) => Assert.Equal(expected, PlanCommand.Summary(changed, same, failed));

    private void Write(string keys, params string[] names)
    {
        _directory.Write("fixture.json", $$"""{ "keys": {{keys}} }""");
        _directory.Write("settings.json", "{ \"template\": [" + string.Join(", ", names.Select(name =>
            $$$"""{ "contents": "{{{name}}} {{ key(\"a\") }}\n", "destination": "{{{name}}}.out", "check": "echo check {path} >>log", "command": "echo reload >>log" }""")) + "] }");
    }

    private Task<CheckRun> RunAsync() => CheckRun.InAsync(_directory.Root, "plan", "-config", "settings.json", "-snapshot", "fixture.json");
}
