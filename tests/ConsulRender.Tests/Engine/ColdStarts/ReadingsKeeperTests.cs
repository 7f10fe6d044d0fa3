using ConsulRender.ColdStarts;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Saved;
using ConsulRender.Files;
using Xunit;

namespace ConsulRender.Tests.Engine.ColdStarts;

/// <summary>When a running daemon saves its readings, and which.</summary>
public sealed class ReadingsKeeperTests : IAsyncDisposable
{
    private static readonly DateTimeOffset _start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RunnerUnderTest _runner;
    private readonly string _file;

    public ReadingsKeeperTests()
    {
        var directory = new TemporaryDirectory();
        _file = directory.Path("state/snapshot.json");
        _runner = new RunnerUnderTest { Directory = directory, ColdStart = new ColdStartOptions(_file) { WithSecrets = true } };
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task They_are_saved_when_it_has_been_quiet_for_two_seconds_for_nobody_else_to_read()
    {
        await StartAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(1.9));
        Assert.False(File.Exists(_file));

        await AdvanceAsync(TimeSpan.FromSeconds(0.1));
        await Eventually.HoldsAsync("the file", () => File.Exists(_file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
        Assert.Equal(["snapshot.json"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_file)!).Select(Path.GetFileName));
        Assert.Equal("1", Saved("a"));
        Assert.Equal(_start.AddSeconds(2), Read().AsOf);
    }

    [Fact]
    public async Task Changes_that_never_stop_are_saved_every_ten_seconds()
    {
        await StartAsync();
        for (var second = 0; second < 9; second++)
        {
            await ChangeAsync($"{second}");
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.False(File.Exists(_file));
        await ChangeAsync("9");
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync("the file", () => File.Exists(_file) && Saved("a") is "9");
    }

    [Fact]
    public async Task A_stop_saves_what_is_new()
    {
        await StartAsync();
        await ChangeAsync("2");
        await _runner.StopAsync();

        Assert.Equal("2", Saved("a"));
    }

    [Fact]
    public async Task What_does_not_change_is_not_written_again_but_confirmed_once_a_minute()
    {
        await StartAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        await Eventually.HoldsAsync("the file", () => File.Exists(_file));
        var inode = Inode();
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(_start.AddSeconds(2), Read().AsOf);

        await Eventually.HoldsAsync("the file to be confirmed", _runner.Clock, TimeSpan.FromSeconds(1), () => Read().AsOf > _start.AddSeconds(60));
        Assert.Equal(inode, Inode());
    }

    [Fact]
    public async Task What_Consul_does_not_say_any_more_is_not_confirmed()
    {
        await StartAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        await Eventually.HoldsAsync("the file", () => File.Exists(_file));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Consul.Cut();
        await _runner.SaysInTimeAsync("Warning: key(", TimeSpan.FromMilliseconds(10));
        var asOf = Read().AsOf;
        for (var minute = 0; minute < 5; minute++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await _runner.StopAsync();
        Assert.Equal(asOf, Read().AsOf);
    }

    [Fact]
    public async Task A_change_that_was_refused_is_not_saved()
    {
        await StartAsync(check: "grep -q -v bad {path}");
        await ChangeAsync("2");
        _runner.Key("a", "bad");
        await _runner.SaysAsync("Error: ");
        await _runner.StopAsync();

        Assert.Equal("2", Saved("a"));
    }

    [Fact]
    public async Task A_group_that_was_not_in_place_yet_keeps_what_it_was_made_of_before()
    {
        new SavedFile(_file).Write(
            new SavedReadings
            {
                AsOf = _start.AddDays(-1),
                Agents = new Dictionary<string, string> { [""] = "http://127.0.0.1:8500/", ["east"] = "http://127.0.0.1:8500/" },
                Readings = [new Reading(new KeyValue("a"), 0, "0", _start.AddDays(-1)), new Reading(new KeyValue("b"), 0, "0", _start.AddDays(-1))],
            },
            withSecrets: true);
        _runner.With("waits", "{{ key(\"b\") }}{{ key(\"c\") }}");
        await StartAsync();
        await _runner.StopAsync();

        Assert.Equal(("1", "0"), (Saved("a"), Saved("b")));
        Assert.Equal([_start.AddDays(-1)], Read().Readings.Where(reading => reading.Dependency == new KeyValue("b")).Select(reading => reading.AsOf!.Value));
    }

    [Fact]
    public async Task What_no_template_reads_any_more_is_dropped()
    {
        _runner.Key("b", "1");
        await StartAsync("{{ key(\"a\") }}{% if key(\"a\") == \"1\" %}{{ key(\"b\") }}{% endif %}", "11");
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        await Eventually.HoldsAsync("the file", () => File.Exists(_file));
        Assert.Equal("1", Saved("b"));

        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "2");
        await _runner.StopAsync();
        Assert.Null(Saved("b"));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_told_once_and_changes_nothing_else()
    {
        _runner.Directory.Write("state", "a file where the directory should be");
        await StartAsync();
        await _runner.SaysInTimeAsync($"Warning: the readings cannot be saved in {_file}, and a start without Consul would use older ones: ", TimeSpan.FromSeconds(1));
        await ChangeAsync("2");
        for (var minute = 0; minute < 15; minute++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        _runner.Key("a", "3");
        await _runner.HoldsInTimeAsync("out", "3", TimeSpan.FromSeconds(1));
        await _runner.StopAsync();
        Assert.Single(_runner.Lines, line => line.Contains("cannot be saved", StringComparison.Ordinal));
    }

    private async Task StartAsync(string contents = "{{ key(\"a\") }}", string text = "1", string? check = null)
    {
        _runner.Key("a", "1").With("out", contents, check).Start();
        await _runner.HoldsAsync("out", text);
        await _runner.TurnAsync();
    }

    private async Task ChangeAsync(string value)
    {
        _runner.Key("a", value);
        await _runner.HoldsAsync("out", value);
        await _runner.TurnAsync();
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        var turns = _runner.Clock.Turns;
        _runner.Clock.Advance(time);
        _runner.Runner.Wake();
        await Eventually.HoldsAsync("the loop to take a turn", () => _runner.Clock.Turns > turns);
    }

    private SavedReadings Read() => new SavedFile(_file).Read()!;

    private object? Saved(string key) => Read().Readings.FirstOrDefault(reading => reading.Dependency == new KeyValue(key))?.Value;

    private ulong Inode() => FileSystem.Stamp(_file)!.Inode;
}
