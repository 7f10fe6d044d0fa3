using ConsulRender.Files;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Control;

/// <summary>The file that holds the status for monitoring: written whole, only when something changed, and gone when the daemon ends. Owned by <see cref="DaemonCommand"/>.</summary>
internal sealed partial class StatusFile : IAsyncDisposable
{
    // While everything is first read the status changes hundreds of times.
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(500);

    // Monitoring runs as another user; what may quote values is not in it.
    private const UnixFileMode EverybodyReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private readonly Func<DaemonStatus> _status;
    private readonly ILogger _log;
    private readonly ITimer _timer;

    // Written by the loop.
    private RunnerStatus? _observed;

    // Written by the loop and the timer.
    private bool _isDue;

    // Of the timer: two of its calls must not write at once.
    private bool _isWriting;

    // Used by whoever writes.
    private bool _isFailing;

    /// <summary>Begins to write; nothing is written before the first status.</summary>
    /// <param name="path">The file.</param>
    /// <param name="status">How the daemon is now.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="log">Where it says that the file cannot be written.</param>
    public StatusFile(string path, Func<DaemonStatus> status, TimeProvider timeProvider, ILogger log)
    {
        _path = Path.GetFullPath(path);
        _status = status;
        _log = log;
        _timer = timeProvider.CreateTimer(_ => Write(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes the loop's status after each of its turns; what <see cref="RunnerOptions.Published"/> is for.</summary>
    public void Observe(RunnerStatus status)
    {
        if (!ReferenceEquals(status, _observed) && !Interlocked.Exchange(ref _isDue, true))
        {
            // The first at once, so that the file of an earlier daemon does not stay.
            _timer.Change(_observed is null ? TimeSpan.Zero : _delay, Timeout.InfiniteTimeSpan);
        }

        _observed = status;
    }

    /// <summary>Removes the file: whoever finds it knows that the daemon was there when it last could say so.</summary>
    public async ValueTask DisposeAsync()
    {
        // That waits for a write that has begun.
        await _timer.DisposeAsync();
        Try(() => File.Delete(_path));
    }

    private void Write()
    {
        if (Interlocked.Exchange(ref _isWriting, true))
        {
            _timer.Change(_delay, Timeout.InfiniteTimeSpan);
            return;
        }

        // Before the status is read, so that what changes from now on is written the next time.
        Interlocked.Exchange(ref _isDue, false);
        if (Try(Replace) && _isFailing)
        {
            _isFailing = false;
            LogWritten(_path);
        }

        Interlocked.Exchange(ref _isWriting, false);
    }

    private void Replace()
    {
        var staged = DotName.Beside(_path, DotName.Staged);
        try
        {
            File.WriteAllText(staged, StatusJson.Of(_status(), isPublic: true));
            File.SetUnixFileMode(staged, EverybodyReads);
            File.Move(staged, _path, overwrite: true);
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                LogFailing(_path, exception.Message.TrimEnd('.'));
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the status file {Path} cannot be written: {Problem}; it is tried again with the next change")]
    private partial void LogFailing(string path, string problem);

    [LoggerMessage(LogLevel.Information, "the status file {Path} can be written again")]
    private partial void LogWritten(string path);
}
