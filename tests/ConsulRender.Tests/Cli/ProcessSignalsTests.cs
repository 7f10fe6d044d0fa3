using System.Diagnostics;
using System.Globalization;
using ConsulRender.Cli;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class ProcessSignalsTests
{
    // A process that does not catch it ignores it, so a defect fails the test instead of ending all of them.
    private static readonly SignalName Window = SignalName.Parse("WINCH")!;

    [Fact]
    public async Task The_first_to_claim_a_signal_has_it()
    {
        var got = 0;
        using var signals = new ProcessSignals();
        signals.On(Window, () => Interlocked.Increment(ref got));
        signals.On(Window, () => Interlocked.Add(ref got, 100));
        signals.On(null, () => Interlocked.Add(ref got, 100));

        Raise("WINCH");

        await Eventually.HoldsAsync("the signal", () => got > 0);
        Assert.Equal(1, got);
    }

    [Theory]
    [InlineData("SIGKILL", false)]
    [InlineData("SIGSTOP", false)]
    [InlineData("SIGSEGV", false)]
    [InlineData("SIGBUS", false)]
    [InlineData("SIGFPE", false)]
    [InlineData("SIGILL", false)]
    [InlineData("SIGTERM", true)]
    [InlineData("SIGHUP", true)]
    [InlineData("SIGUSR2", true)]
    [InlineData("SIGPIPE", true)]
    public void What_a_program_cannot_catch_is_known_and_never_claimed(string name, bool canBeCaught)
    {
        var signal = SignalName.Parse(name)!;
        using var signals = new ProcessSignals();

        Assert.Equal(canBeCaught, signal.CanBeCaught);
        signals.On(signal, () => { });
    }

    [Fact]
    public void Every_signal_that_settings_may_name_can_be_claimed()
    {
        using var signals = new ProcessSignals();
        string[] names = ["ABRT", "ALRM", "CONT", "HUP", "INT", "IO", "PIPE", "PROF", "QUIT", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "USR1", "USR2", "WINCH", "XCPU", "XFSZ"];

        Assert.All(names, name => signals.On(SignalName.Parse(name), () => { }));
    }

    private static void Raise(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
