using System.Diagnostics;
using System.Globalization;
using ConsulRender.Cli.Daemon;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ConsulRender.Tests.Cli.Daemon;

public sealed class PidFileTests : ILogger, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _lines = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_holds_the_process_ID_for_everybody_to_read_and_is_gone_at_the_end()
    {
        using (PidFile.Create(_directory.Path("pid"), this))
        {
            Assert.Equal($"{Environment.ProcessId}\n", _directory.Read("pid"));
            Assert.Equal("0644", Convert.ToString((int)File.GetUnixFileMode(_directory.Path("pid")), 8).PadLeft(4, '0'));
            Assert.Equal(["pid"], _directory.Names);
        }

        Assert.Empty(_directory.Names);
        Assert.Empty(_lines);
    }

    [Fact]
    public void A_file_that_another_process_wrote_meanwhile_stays()
    {
        using (PidFile.Create(_directory.Path("pid"), this))
        {
            _directory.Write("pid", "1\n");
        }

        Assert.Equal("1\n", _directory.Read("pid"));
    }

    [Fact]
    public void A_file_that_somebody_removed_is_no_trouble_at_the_end()
    {
        using (PidFile.Create(_directory.Path("pid"), this))
        {
            File.Delete(_directory.Path("pid"));
        }

        Assert.Empty(_directory.Names);
    }

    /// <summary>Process 1 lives and is another program; the others are none, or no numbers, or our own from before a restart of a container.</summary>
    [Theory]
    [InlineData("1\n")]
    [InlineData("999999999")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("not a number at all, and longer than any process ID")]
    [InlineData("SELF")]
    public void A_stale_file_is_replaced_and_that_is_said(string content)
    {
        _directory.Write("pid", content.Replace("SELF", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

        using var file = PidFile.Create(_directory.Path("pid"), this);

        Assert.Equal($"{Environment.ProcessId}\n", _directory.Read("pid"));
        Assert.StartsWith($"Information: the pid file {_directory.Path("pid")} held ", Assert.Single(_lines), StringComparison.Ordinal);
    }

    /// <summary>Also when its binary was replaced since, as an upgrade does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_consulrender_that_runs_is_left_alone(bool isReplaced)
    {
        File.Copy("/bin/sleep", _directory.Path("consulrender"));
        using var other = Process.Start(_directory.Path("consulrender"), "60");
        if (isReplaced)
        {
            File.Delete(_directory.Path("consulrender"));
        }

        _directory.Write("pid", $"{other.Id}\n");

        try
        {
            var problem = Assert.Single(Assert.Throws<SettingsException>(() => PidFile.Create(_directory.Path("pid"), this)).Problems);

            Assert.Equal($"another consulrender is running with PID {other.Id} (pid file {_directory.Path("pid")})", problem);
            Assert.Equal($"{other.Id}\n", _directory.Read("pid"));
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public void A_directory_that_is_not_there_is_a_clear_problem()
    {
        var path = _directory.Path("absent/pid");

        Assert.Equal(
            [$"the pid file {path} cannot be written: its directory does not exist"], Assert.Throws<SettingsException>(() => PidFile.Create(path, this)).Problems);
    }

    [Fact]
    public void A_directory_in_its_place_is_a_clear_problem()
    {
        var problem = Assert.Single(Assert.Throws<SettingsException>(() => PidFile.Create(_directory.Root, this)).Problems);

        Assert.StartsWith($"the pid file {_directory.Root} cannot be written: ", problem, StringComparison.Ordinal);
        Assert.Empty(_directory.Names);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add($"{logLevel}: {formatter(state, exception)}");
}
