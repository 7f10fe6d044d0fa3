using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What a run says while it waits for data that do not come.</summary>
public sealed class WaitingTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task When_the_time_is_up_every_missing_dependency_is_named_with_its_place()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("waiting/there", "x");
        workspace.Write("one.liquid", "{{ key(\"waiting/there\") }}\n  {{ key(\"waiting/first\") }}\n");
        workspace.Write("two.liquid", "{% assign v = key(\"waiting/second\") %}{{ v }}");
        var before = workspace.Contents();

        var run = await workspace.RunAsync(
            ExitCodes.Timeout,
            "-once", "-timeout", "1500ms", "-consul-addr", agent.Address, "-template", "one.liquid:one.txt", "-template", "two.liquid:two.txt");

        var complaints = Workspace.Complaints(run);
        Assert.Equal(2, complaints.Length);
        Assert.Contains(complaints, line => Names(line, "key(\"waiting/first\") at one.liquid:2:6"));
        Assert.Contains(complaints, line => Names(line, "key(\"waiting/second\") at two.liquid:1:15"));
        Assert.All(complaints, line => Assert.StartsWith("consulrender: error: timed out after 1.5s waiting for ", line, StringComparison.Ordinal));
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task After_five_seconds_of_waiting_a_warning_names_what_is_missing()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "\n   {{ key(\"waiting/never\") }}");
        await using var run = workspace.Start("-once", "-consul-addr", agent.Address, "-template", "t.liquid:out.txt");

        await Eventually.HoldsAsync(
            "a warning about waiting/never",
            () => run.Errors.Contains("[WARN] still waiting for key(\"waiting/never\") at t.liquid:2:7", StringComparison.Ordinal),
            () => run.Transcript,
            TimeSpan.FromSeconds(7));

        Assert.False(run.HasExited);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_agent_that_is_not_there_is_named_as_the_reason()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "{{ key(\"a/b\") }}");
        var nobody = $"127.0.0.1:{Ports.Take(1)[0]}";

        var run = await workspace.RunAsync(
            ExitCodes.Timeout, "-once", "-timeout", "1s", "-consul-addr", nobody, "-template", "t.liquid:out.txt");

        var complaint = Assert.Single(Workspace.Complaints(run));
        Assert.StartsWith("consulrender: error: timed out after 1s waiting for key(\"a/b\") at t.liquid:1:4", complaint, StringComparison.Ordinal);
        Assert.Contains("refused", complaint, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Names(string line, string what) => line.Contains(what, StringComparison.Ordinal);
}
