using System.Globalization;
using System.Text.RegularExpressions;
using ConsulRender.Cli;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Docs;

public sealed partial class OperationsPageTests
{
    private static readonly string Page = Document.Read("operations.md");

    [Fact]
    public void The_table_of_exit_codes_holds_every_code_and_no_other()
    {
        var documented = Row().Matches(Page)
            .Select(row => (int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), row.Groups[2].Value));
        var defined = Enum.GetNames<ExitCode>().Select(name => ((int)Enum.Parse<ExitCode>(name), name.ToLowerInvariant()));
        Assert.Equal(defined, documented);
    }

    [Fact]
    public void The_table_of_signals_holds_every_signal_in_the_order_in_which_they_are_claimed()
    {
        var settings = new ConsulRender.Settings.Settings();
        IEnumerable<SignalName?> claimed =
            [.. ProcessSignals.Stopping, settings.KillSignal, settings.ReloadSignal, ProcessSignals.Status, .. Runner.Forwarded];
        Assert.Equal(
            claimed.Select(signal => signal!.Name),
            SignalRow().Matches(Page).SelectMany(row => Signal().Matches(row.Groups[1].Value)).Select(signal => signal.Value));
        Assert.All(ProcessSignals.Stopping, signal => Assert.True(signal.CanBeCaught));
    }

    [Fact]
    public void The_signals_that_cannot_be_caught_are_named()
    {
        var line = Uncatchable().Match(Page).Groups[1].Value;
        var named = Signal().Matches(line).Select(signal => signal.Value).ToHashSet();
        string[] all = ["ABRT", "ALRM", "BUS", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "KILL", "PIPE", "PROF", "QUIT", "SEGV", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "USR1", "USR2", "WINCH", "XCPU", "XFSZ"];
        Assert.Equal(all.Select(name => SignalName.Parse(name)!).Where(signal => !signal.CanBeCaught).Select(signal => signal.Name).ToHashSet(), named);
    }

    [Fact]
    public void The_table_of_log_levels_holds_every_level_from_few_lines_to_many() => Assert.Equal(
        Enum.GetNames<LogSeverity>().Reverse().Select(name => name.ToLowerInvariant()),
        LevelRow().Matches(Page).Select(row => row.Groups[1].Value));

    // | 21 | timeout | ...
    [GeneratedRegex(@"^\| (\d+) \| ([a-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // | SIGTERM, SIGINT | ... or | `kill_signal` (SIGINT) | ...
    [GeneratedRegex(@"^\| ((?:`[a-z_]+` \()?SIG[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex SignalRow();

    [GeneratedRegex("SIG[A-Z0-9]+")]
    private static partial Regex Signal();

    [GeneratedRegex("(SIGKILL[^.]+) cannot be given a meaning")]
    private static partial Regex Uncatchable();

    // | `warn` | ...
    [GeneratedRegex(@"^\| `(trace|debug|info|warn|err)`", RegexOptions.Multiline)]
    private static partial Regex LevelRow();
}
