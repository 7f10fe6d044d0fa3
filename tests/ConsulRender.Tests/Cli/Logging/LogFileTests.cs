using System.Text.RegularExpressions;
using ConsulRender.Cli.Logging;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Cli.Logging;

public sealed partial class LogFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero));
    private readonly List<string> _told = [];
    private LogFileSettings _settings = new();
    private SteadyTarget? _target;

    public void Dispose()
    {
        _target?.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Lines_carry_their_time_and_only_the_group_may_read_them_beside_the_owner()
    {
        Write("one");

        Assert.Equal("2026-11-22T17:00:00.000Z one\n", _directory.Read("x.log"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_directory.Path("x.log")));
    }

    [Fact]
    public void After_a_restart_the_same_file_is_appended_to()
    {
        Write("one");
        Restart();
        Write("two");

        Assert.Equal(["one", "two"], Lines("x.log"));
        Assert.Equal(["x.log"], _directory.Names);
    }

    [Fact]
    public void A_file_never_grows_beyond_its_size_and_the_names_of_old_ones_sort()
    {
        // 30 bytes a line.
        _settings = _settings with { LogRotateBytes = 60 };
        WriteMany("1111", "2222", "3333", "4444", "5555");

        Assert.Equal(["x-20261122T170002.000Z.log", "x-20261122T170004.000Z.log", "x.log"], _directory.Names);
        Assert.Equal(["1111", "2222", "3333", "4444", "5555"], _directory.Names.SelectMany(Lines));
    }

    [Fact]
    public void A_line_longer_than_the_size_has_a_file_of_its_own()
    {
        _settings = _settings with { LogRotateBytes = 40 };
        WriteMany("1111", new string('x', 100), "3333");

        Assert.Equal(3, _directory.Names.Count);
        Assert.Equal(["3333"], Lines("x.log"));
    }

    [Fact]
    public void Two_rotations_in_one_millisecond_lose_nothing()
    {
        _settings = _settings with { LogRotateBytes = 1 };
        Write("1");
        Write("2");
        Write("3");

        Assert.Equal(["x-20261122T170000.000Z.log", "x-20261122T170000.001Z.log", "x.log"], _directory.Names);
        Assert.Equal(["1", "2", "3"], _directory.Names.SelectMany(Lines));
    }

    [Fact]
    public void A_file_is_put_aside_when_its_first_line_is_a_day_old_also_after_a_restart()
    {
        Write("one");
        _clock.Advance(TimeSpan.FromHours(23));
        Restart();
        Write("two");
        _clock.Advance(TimeSpan.FromHours(1));
        Write("three");

        Assert.Equal(["x-20261123T170000.000Z.log", "x.log"], _directory.Names);
        Assert.Equal(["three"], Lines("x.log"));
    }

    [Fact]
    public void Without_an_age_a_file_may_be_as_old_as_it_likes()
    {
        _settings = _settings with { LogRotateDuration = TimeSpan.Zero };
        Write("one");
        _clock.Advance(TimeSpan.FromDays(1000));
        Write("two");

        Assert.Equal(["x.log"], _directory.Names);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 3)]
    [InlineData(-1, 1)]
    public void As_many_old_files_are_kept_as_the_settings_say(int most, int files)
    {
        _settings = _settings with { LogRotateBytes = 1, LogRotateMaxFiles = most };
        WriteMany("1", "2", "3", "4", "5");

        Assert.Equal(files, _directory.Names.Count);
        Assert.Equal(Enumerable.Range(6 - files, files).Select(number => $"{number}"), _directory.Names.SelectMany(Lines));
    }

    [Fact]
    public void Files_of_others_are_never_deleted()
    {
        _directory.Write("x-20260101.log", "");
        _directory.Write("x-20260101T000000.000Z.log.gz", "");
        _directory.Write("xy-20260101T000000.000Z.log", "");
        _settings = _settings with { LogRotateBytes = 1, LogRotateMaxFiles = -1 };
        WriteMany("1", "2");

        Assert.Equal(["x-20260101.log", "x-20260101T000000.000Z.log.gz", "x.log", "xy-20260101T000000.000Z.log"], _directory.Names);
    }

    [Fact]
    public void A_file_that_logrotate_moved_away_is_left_to_it()
    {
        Write("one");
        File.Move(_directory.Path("x.log"), _directory.Path("x.log.1"));
        Write("two");
        File.Delete(_directory.Path("x.log"));
        Write("three");

        Assert.Equal(["one"], Lines("x.log.1"));
        Assert.Equal(["three"], Lines("x.log"));
        Assert.Empty(_told);
    }

    [Fact]
    public void A_file_that_logrotate_emptied_is_written_from_its_beginning()
    {
        Write("one");
        File.WriteAllText(_directory.Path("x.log"), "");
        Write("two");

        Assert.Equal(["two"], Lines("x.log"));
    }

    [Fact]
    public void A_directory_that_is_gone_is_told_once_and_the_file_comes_back_with_it()
    {
        _directory.Write("logs/other", "");
        Write("one", "logs/x.log");
        Directory.Delete(_directory.Path("logs"), recursive: true);
        for (var second = 0; second < 12; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Write("lost", "logs/x.log");
        }

        Assert.Matches(CannotBeWritten(), Assert.Single(_told));
        Assert.Contains("its directory does not exist", _told[0], StringComparison.Ordinal);

        Directory.CreateDirectory(_directory.Path("logs"));
        _clock.Advance(SteadyTarget.Pause);
        Write("back", "logs/x.log");

        Assert.Equal(["back"], Lines("logs/x.log"));
        Assert.EndsWith("it can be written again; 12 lines are missing in it", _told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_told_once()
    {
        Write("one", "/dev/full");
        _clock.Advance(SteadyTarget.Pause);
        Write("two", "/dev/full");

        Assert.Contains("No space left on device", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_stays_and_the_file_that_it_leads_to_is_put_aside_where_it_is()
    {
        _directory.Write("disk/y.log", "");
        File.CreateSymbolicLink(_directory.Path("x.log"), "disk/y.log");
        _settings = _settings with { LogRotateBytes = 1 };
        WriteMany("1", "2");

        Assert.Equal(["disk", "x.log"], _directory.Names);
        Assert.Equal("disk/y.log", new FileInfo(_directory.Path("x.log")).LinkTarget);
        Assert.Equal(["1"], Lines("disk/y-20261122T170001.000Z.log"));
        Assert.Equal(["2"], Lines("disk/y.log"));
    }

    [Fact]
    public void A_file_that_cannot_be_put_aside_grows_and_that_is_told_once()
    {
        _settings = _settings with { LogRotateBytes = 1 };
        Write("1");

        // A directory with the name that the old file would get.
        Directory.CreateDirectory(_directory.Path("x-20261122T170000.000Z.log"));
        WriteMany("2", "3");

        Assert.Equal(["1", "2", "3"], Lines("x.log"));
        Assert.Contains("it cannot be rotated", Assert.Single(_told), StringComparison.Ordinal);
    }

    // Each a second after the last.
    private void WriteMany(params string[] messages)
    {
        foreach (var message in messages)
        {
            Write(message);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private void Write(string message, string name = "x.log")
    {
        _target ??= new SteadyTarget(
            new LogFile(_directory.Path(name), _settings, LogEvents.Text, _clock, (_, text) => _told.Add(text)), _clock, (_, text) => _told.Add(text));
        _target.Write(LogEvents.Of(_clock, message));
    }

    private void Restart()
    {
        _target?.Dispose();
        _target = null;
    }

    // Without the times.
    private IEnumerable<string> Lines(string name) => _directory.Lines(name).Select(line => line[25..]);

    [GeneratedRegex("^log file \".*/logs/x.log\": it cannot be written: ")]
    private static partial Regex CannotBeWritten();
}
