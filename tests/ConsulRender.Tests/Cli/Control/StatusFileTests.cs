using System.Text.Json;
using ConsulRender.Cli.Control;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Cli.Control;

public sealed class StatusFileTests : ILogger, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _said = [];
    private DaemonStatus _status = StatusUnderTest.Daemon;
    private int _written;

    private string Path => _directory.Path("out/status.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_is_written_at_once_then_on_change_only_and_is_gone_at_the_end()
    {
        Directory.CreateDirectory(_directory.Path("out"));
        await using (var file = New())
        {
            file.Observe(_status.Status);
            _clock.Advance(TimeSpan.Zero);
            Assert.Equal("degraded", Json().GetProperty("state").GetString());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(Path));
            Assert.DoesNotContain("hunter2", Text(), StringComparison.Ordinal);

            file.Observe(_status.Status);
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(1, _written);

            // Many changes at once are one.
            for (var change = 0; change < 100; change++)
            {
                _status = _status with { Status = _status.Status with { Child = null } };
                file.Observe(_status.Status);
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(2, _written);
            Assert.Equal(JsonValueKind.Null, Json().GetProperty("child").ValueKind);
            Assert.Equal(["status.json"], Directory.EnumerateFileSystemEntries(_directory.Path("out")).Select(System.IO.Path.GetFileName));
        }

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task One_that_cannot_be_written_is_told_once_and_tried_again_with_the_next_change()
    {
        await using var file = New();
        for (var change = 0; change < 3; change++)
        {
            _status = _status with { Status = _status.Status with { Child = null } };
            file.Observe(_status.Status);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.StartsWith($"Warning: the status file {Path} cannot be written: ", Assert.Single(_said), StringComparison.Ordinal);
        Directory.CreateDirectory(_directory.Path("out"));
        _status = _status with { Status = _status.Status with { Child = null } };
        file.Observe(_status.Status);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal($"Information: the status file {Path} can be written again", _said[^1]);
        Assert.True(File.Exists(Path));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Add($"{logLevel}: {formatter(state, exception)}");

    private StatusFile New() => new(Path, () => { _written++; return _status; }, _clock, this);

    private string Text() => File.ReadAllText(Path);

    private JsonElement Json()
    {
        using var json = JsonDocument.Parse(Text());
        return json.RootElement.Clone();
    }
}
