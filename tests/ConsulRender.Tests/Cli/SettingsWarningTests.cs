using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary>What is doubtful in settings is told by every run, and stops none.</summary>
public sealed class SettingsWarningTests : IDisposable
{
    private const string Warning = "[WARN] flag -consul-transport-disable-keep-alives: \"disable_keep_alives\" has no effect: a blocking query needs its connection again at once\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Once_tells_it() => Assert.Contains(Warning, await ErrorsAsync("-once"), StringComparison.Ordinal);

    [Fact]
    public async Task A_plan_tells_it() => Assert.Contains(Warning, await ErrorsAsync("plan"), StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_is_told_when_nothing_is_doubtful() =>
        Assert.DoesNotContain("[WARN]", (await RunAsync("-once")).Errors, StringComparison.Ordinal);

    private async Task<string> ErrorsAsync(string mode) => (await RunAsync(mode, "-consul-transport-disable-keep-alives")).Errors;

    private Task<CheckRun> RunAsync(string mode, params string[] more)
    {
        _directory.Write("in.liquid", "text\n");
        _directory.Write("data.json", "{}");
        return CheckRun.InAsync(_directory.Root, [mode, "-template", "in.liquid:out", "-snapshot", "data.json", .. more]);
    }
}
