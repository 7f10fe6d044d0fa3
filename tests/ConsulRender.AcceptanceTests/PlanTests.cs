using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What would change, told by the binary and an agent.</summary>
public sealed class PlanTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task A_plan_shows_the_difference_and_changes_nothing()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("plan/a", "new");
        await agent.PutKeyAsync("secret/plan", "hunter2");
        workspace.Write("t.liquid", "{{ key(\"plan/a\") }} {{ key(\"secret/plan\") | upcase }}\n");
        workspace.Write("out", "old HUNTER1\n");
        workspace.Write("s.hcl", """
            redact = ["secret/**"]
            template {
              source      = "t.liquid"
              destination = "out"
              command     = "touch reloaded"
            }
            """);
        var before = workspace.Contents();

        var plan = await workspace.RunAsync(2, "plan", "-consul-addr", agent.Address, "-config", "s.hcl");

        Assert.Contains("+new ***", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unter", plan.Transcript, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u001b", plan.Output, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task Its_exit_code_tells_whether_something_would_change()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("plan/b", "x");
        workspace.Write("t.liquid", "{{ key(\"plan/b\") }}");
        workspace.Write("bad.liquid", "{{ key(\"plan/b\") | parse_int }}");
        workspace.Write("out", "x");

        await workspace.RunAsync(0, "plan", "-consul-addr", agent.Address, "-template", "t.liquid:out");
        await workspace.RunAsync(2, "plan", "-consul-addr", agent.Address, "-template", "t.liquid:other");
        await workspace.RunAsync(1, "plan", "-consul-addr", agent.Address, "-template", "bad.liquid:out");
        Assert.False(File.Exists(workspace["other"]));
    }
    [Theory(Timeout = 60_000)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    public async Task A_plan_that_waits_ends_at_a_signal(Signal signal)
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "{{ key(\"plan/none\") }}");
        await using var plan = workspace.Start("plan", "-consul-addr", agent.Address, "-template", "t.liquid:out");
        await Eventually.HoldsAsync("it says what it waits for", () => plan.Errors.Contains("waiting for key(\"plan/none\")", StringComparison.Ordinal), () => plan.Transcript);

        plan.Send(signal);

        Assert.Equal(ExitCodes.Interrupted, await plan.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.Contains("interrupted before everything was there to plan with", plan.Transcript, StringComparison.Ordinal);
    }
}
