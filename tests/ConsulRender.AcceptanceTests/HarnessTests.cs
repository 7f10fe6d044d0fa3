using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The tests' own tools, which every other test believes.</summary>
public sealed class HarnessTests
{
    [Fact(Timeout = 60_000)]
    public async Task An_agent_that_is_started_again_on_its_ports_has_forgotten_everything()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await agent.PutKeyAsync("harness/key", "value");
        Assert.NotNull(await agent.GetAsync("kv/harness/key"));
        var address = agent.Address;

        await agent.KillAsync();
        await agent.RestartAsync();

        Assert.Equal(address, agent.Address);
        Assert.Null(await agent.GetAsync("kv/harness/key"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_process_gets_the_interrupt_signal_even_when_the_test_run_ignores_it()
    {
        await using var process = RunningProcess.Start(
            "/bin/bash", ["-c", "trap 'echo interrupted; exit 7' INT; echo ready; while :; do sleep 0.05; done"], Path.GetTempPath());
        await Eventually.HoldsAsync("the script is ready", () => process.Output.Contains("ready", StringComparison.Ordinal));

        process.Send(Signal.Interrupt);

        Assert.Equal(7, await process.ExitsAsync());
        Assert.Contains("interrupted", process.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wait_that_fails_says_what_it_waited_for()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(
            () => Eventually.HoldsAsync("a blue moon", () => false, () => "the moon is white", TimeSpan.FromMilliseconds(50)));

        Assert.Contains("a blue moon", exception.Message, StringComparison.Ordinal);
        Assert.Contains("the moon is white", exception.Message, StringComparison.Ordinal);
    }
}
