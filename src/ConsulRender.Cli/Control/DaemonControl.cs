using ConsulRender.State;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Control;

/// <summary>How others see a running daemon and give it orders: the control socket and the status file. Owned by <see cref="DaemonCommand"/>.</summary>
internal sealed partial class DaemonControl : IAsyncDisposable
{
    private readonly Job _job;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _log;
    private readonly DateTimeOffset _started;
    private readonly StateLock? _lock;
    private Runner? _runner;
    private StatusFile? _file;
    private ControlSocket? _socket;

    /// <summary>Takes the lock of the state directory; nobody can ask before <see cref="Open"/>.</summary>
    public DaemonControl(Job job, TimeProvider timeProvider, ILogger log)
    {
        _job = job;
        _timeProvider = timeProvider;
        _log = log;
        _started = timeProvider.GetUtcNow();
        if (State is { } state)
        {
            (_lock, var problem) = StateLock.Take(state);
            if (problem is not null)
            {
                LogNotOurs(problem);
            }
        }
    }

    /// <summary>Whether this daemon, and no other, has the state directory to itself.</summary>
    public bool OwnsState => _lock is not null;

    private StateDirectory? State => _job.Dry ? null : _job.State;

    /// <summary>Begins to answer for this loop.</summary>
    public void Open(Runner runner)
    {
        _runner = runner;
        if (_job.Settings.StatusFile is { } path)
        {
            _file = new StatusFile(path, Status, _timeProvider, _log);
        }

        if (OwnsState)
        {
            _socket = ControlSocket.Open(State!.ControlSocket, new ControlDesk(runner, Status).AnswerAsync, _timeProvider, _log);
        }
    }

    /// <summary>Takes the loop's status after each of its turns; what <see cref="RunnerOptions.Published"/> is for.</summary>
    public void Observe(RunnerStatus status) => _file?.Observe(status);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        // Last, so that the next daemon's socket is not the one that is removed.
        _lock?.Dispose();
    }

    private DaemonStatus Status() => new(_runner!.Status, _timeProvider.GetUtcNow(), _started, _runner.IsApplying, State);

    [LoggerMessage(LogLevel.Warning, "{Problem}; this one goes on without control socket and without readings kept for the next start; give it a state_dir of its own")]
    private partial void LogNotOurs(string problem);
}
