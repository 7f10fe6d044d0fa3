using ConsulRender.ColdStarts;
using ConsulRender.Groups;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.ColdStarts;

/// <summary>Guards compare with what was accepted before the daemon was started again.</summary>
public sealed class GuardMemoryTests
{
    [Fact]
    public async Task A_service_that_was_emptied_while_the_daemon_was_away_is_not_believed_to_be_empty()
    {
        using var directory = new TemporaryDirectory();
        await using var before = Runner(directory);
        before.Consul.Change(catalog => catalog.Service("web", new ScriptedInstance("n1", 80)));
        Start(before);
        await before.HoldsAsync("out", "xn1");
        await before.StopAsync();

        await using var after = Runner(directory);
        after.Consul.Change(catalog => catalog.Service("other", new ScriptedInstance("n1", 80)));
        Start(after);
        await after.SaysAsync("Error: ");
        var failure = await after.FailsAsync("out");
        Assert.Equal(FailureKind.Guard, failure.Kind);
        Assert.Contains("hold_empty", failure.Message, StringComparison.Ordinal);
        Assert.Equal("xn1", directory.Read("out"));
    }

    private static RunnerUnderTest Runner(TemporaryDirectory directory) =>
        new() { Directory = directory, ColdStart = new ColdStartOptions(directory.Path("state/snapshot.json")) };

    private static void Start(RunnerUnderTest runner) =>
        runner.With("out", "x{% for i in service(\"web\") %}{{ i.node }}{% endfor %}", template => template with { Guard = new GuardSettings { HoldEmpty = TimeSpan.FromMinutes(5) } }).Start();
}
