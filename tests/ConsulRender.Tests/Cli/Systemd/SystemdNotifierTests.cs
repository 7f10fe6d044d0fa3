using System.Diagnostics;
using System.Globalization;
using ConsulRender.Cli.Systemd;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Templating;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Cli.Systemd;

public sealed class SystemdNotifierTests : IDisposable
{
    private static readonly ApplyOutcome.Unchanged Good = new();

    private readonly FakeTimeProvider _clock = new();
    private readonly string _address = $"@consulrender-test-{Guid.NewGuid():N}";
    private readonly SystemdSocket _systemd;
    private readonly SystemdNotifier _notifier;

    public SystemdNotifierTests()
    {
        _systemd = new SystemdSocket(_address);
        _notifier = new SystemdNotifier(new SystemdVariables(_address, null), _clock);
    }

    public void Dispose()
    {
        _notifier.Dispose();
        _systemd.Dispose();
    }

    [Fact]
    public void Ready_comes_once_when_every_group_has_an_outcome()
    {
        _notifier.Observe(Status(null, null));
        _notifier.Observe(Status(Good, null));
        Assert.Empty(_systemd.Take());

        _notifier.Observe(Status(Good, new ApplyOutcome.Failed(FailureKind.Check, "b: no")));
        _notifier.Observe(Status(Good, Good));

        Assert.Equal(["READY=1\nSTATUS=1 of 2 files up to date; failed: b: no"], _systemd.Take());
    }

    [Fact]
    public void A_status_that_changes_again_and_again_is_said_in_one_sentence_and_only_when_it_differs()
    {
        _notifier.Observe(Status(Good, Good));
        _systemd.Take();
        for (var turn = 0; turn < 100; turn++)
        {
            _notifier.Observe(Status(Good, new ApplyOutcome.Failed(FailureKind.Check, $"b: {turn}")));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["STATUS=1 of 2 files up to date; failed: b: 99"], _systemd.Take());

        _notifier.Observe(Status(Good, new ApplyOutcome.Failed(FailureKind.Check, "b: 99")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_systemd.Take());
    }

    [Fact]
    public void A_storm_of_changes_does_not_put_the_status_off()
    {
        _notifier.Observe(Status(Good, Good));
        _systemd.Take();
        var said = 0;
        for (var turn = 0; turn < 100; turn++)
        {
            _notifier.Observe(Status(Good, new ApplyOutcome.Failed(FailureKind.Check, $"b: {turn}")));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            said += _systemd.Take().Count;
        }

        Assert.InRange(said, 15, 20);
    }

    [Fact]
    public void A_status_that_was_before_it_was_ready_is_said_again()
    {
        _notifier.Observe(Status(new ApplyOutcome.Failed(FailureKind.Check, "a: no"), null));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _notifier.Observe(Status(Good, Good));
        _systemd.Take();

        _notifier.Observe(Status(new ApplyOutcome.Failed(FailureKind.Check, "a: no"), Good));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["STATUS=1 of 2 files up to date; failed: a: no"], _systemd.Take());
    }

    [Fact]
    public void A_child_that_is_started_anew_is_news()
    {
        _notifier.Observe(Status(Good) with { Child = new ChildStatus(ChildState.Running, 1, 1) });
        _systemd.Take();

        _notifier.Observe(Status(Good) with { Child = new ChildStatus(ChildState.Running, 2, 2) });
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["STATUS=1 file up to date; child 2 runs, started 2 times"], _systemd.Take());
    }

    [Fact]
    public void Nothing_is_said_after_it_stops()
    {
        _notifier.Observe(Status([null]));
        _notifier.Stopping();
        _systemd.Take();

        _notifier.Observe(Status(Good));
        _notifier.Reloading();
        _notifier.Reloaded();
        _notifier.Observe(Status(Good, Good));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(_systemd.Take());
    }

    [Fact]
    public void Before_it_is_ready_the_status_says_what_is_waited_for()
    {
        var missing = new MissingDependency(new KeyValue("x"), new SourcePosition("t.liquid", 1, 4), IsAbsent: true);
        _notifier.Observe(new RunnerStatus([new GroupStatus("a", null, [missing])], RunnerStatus.Empty.Troubles));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["STATUS=0 of 1 file up to date; waiting for key(\"x\")"], _systemd.Take());
    }

    [Fact]
    public void A_reading_of_settings_is_framed_by_reloading_and_ready()
    {
        _notifier.Observe(Status(Good));
        _systemd.Take();

        _notifier.Reloading();
        _notifier.Reloaded();

        var said = _systemd.Take();
        Assert.Equal(2, said.Count);
        Assert.Equal(
            $"RELOADING=1\nMONOTONIC_USEC={_clock.GetTimestamp() / (_clock.TimestampFrequency / 1_000_000)}\nSTATUS=reading settings and templates again", said[0]);
        Assert.Equal("READY=1\nSTATUS=1 file up to date", said[1]);
    }

    [Fact]
    public void The_monotonic_clock_is_the_kernels_since_systemd_compares_it_with_its_own()
    {
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);

        // They differ by the time that the host slept.
        Assert.InRange(TimeProvider.System.GetTimestamp() / (double)Stopwatch.Frequency, 1, uptime + 1);
    }

    [Fact]
    public void A_reading_of_settings_before_the_first_files_does_not_make_it_ready()
    {
        _notifier.Observe(Status([null]));
        _notifier.Reloading();
        _notifier.Reloaded();

        Assert.Empty(_systemd.Take());
    }

    [Fact]
    public void A_manager_that_is_gone_is_no_trouble()
    {
        _systemd.Dispose();

        _notifier.Observe(Status(Good));
        _notifier.Stopping();
    }

    [Fact]
    public void A_path_is_an_address_too()
    {
        using var directory = new TemporaryDirectory();
        using var systemd = new SystemdSocket(directory.Path("notify"));
        using var notifier = new SystemdNotifier(new SystemdVariables(directory.Path("notify"), null), _clock);

        notifier.Stopping();

        Assert.StartsWith("STOPPING=1\n", Assert.Single(systemd.Take()), StringComparison.Ordinal);
    }

    private static RunnerStatus Status(params ApplyOutcome?[] outcomes) =>
        new([.. outcomes.Select((outcome, index) => new GroupStatus($"{index}", outcome, []))], RunnerStatus.Empty.Troubles);
}
