using System.Globalization;
using ConsulRender.Cli.Daemon;

namespace ConsulRender.Cli.Systemd;

/// <summary>Tells systemd how the daemon is: ready, reloading, stopping, its status in words, and that the loop is alive. Owned by <see cref="DaemonCommand"/>.</summary>
internal sealed class SystemdNotifier : IDisposable
{
    // While everything is first read the status changes hundreds of times.
    private static readonly TimeSpan _statusDelay = TimeSpan.FromMilliseconds(500);

    private readonly NotifySocket _socket;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _statusTimer;
    private readonly LoopWatchdog? _watchdog;

    // Written by the loop.
    private volatile RunnerStatus _status = RunnerStatus.Empty;
    private volatile bool _isReady;

    // Written by the loop and the timer.
    private bool _isStatusDue;

    // Written by all who say something.
    private volatile string _said = "";
    private volatile bool _isStopping;

    /// <summary>Begins to notify; nothing is said before the first status.</summary>
    public SystemdNotifier(SystemdVariables variables, TimeProvider timeProvider)
    {
        _socket = new NotifySocket(variables.Socket);
        _timeProvider = timeProvider;
        _statusTimer = timeProvider.CreateTimer(_ => SayStatus(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watchdog = variables.Watchdog is { } silence ? new LoopWatchdog(_socket, silence, timeProvider) : null;
    }

    /// <summary>One that notifies systemd; null when this process is no unit of it that wants to be heard.</summary>
    public static SystemdNotifier? Create(TimeProvider timeProvider) =>
        SystemdVariables.Take() is { } variables ? new SystemdNotifier(variables, timeProvider) : null;

    /// <summary>Says from now on whether this loop is alive, and no other.</summary>
    public void Follow(Runner runner) => _watchdog?.Follow(runner);

    /// <summary>Takes the loop's status after each of its turns; what <see cref="RunnerOptions.Published"/> is for.</summary>
    public void Observe(RunnerStatus status)
    {
        // Wording a status costs more than a turn in which nothing of it changed.
        var isNew = !ReferenceEquals(status, _status);
        _status = status;
        if (!_isReady && status.Groups.All(group => group.Outcome is not null))
        {
            _isReady = true;
            SayReady();
        }
        else if (isNew && !Interlocked.Exchange(ref _isStatusDue, true))
        {
            // Not anew with each change: in a storm of them it would never go off.
            _statusTimer.Change(_statusDelay, Timeout.InfiniteTimeSpan);
        }

        _watchdog?.Turned();
    }

    /// <summary>Says that settings and templates are being read again.</summary>
    public void Reloading()
    {
        // Who has never been ready is still starting.
        if (_isReady && !_isStopping)
        {
            var microseconds = (long)(_timeProvider.GetTimestamp() * (1e6 / _timeProvider.TimestampFrequency));
            _socket.Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}\nSTATUS=reading settings and templates again"));
        }
    }

    /// <summary>Says that the reading, good or bad, is over.</summary>
    public void Reloaded()
    {
        if (_isReady)
        {
            SayReady();
        }
    }

    /// <summary>Says that the daemon ends.</summary>
    public void Stopping()
    {
        _isStopping = true;
        _socket.Send("STOPPING=1\nSTATUS=stopping; a reload command that has begun is finished first");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watchdog?.Dispose();
        _statusTimer.Dispose();
        _socket.Dispose();
    }

    // Who has said that it stops is not ready again, whatever the last turn brings.
    private void SayReady()
    {
        var text = StatusText.Summary(_status);
        if (!_isStopping && _socket.Send($"READY=1\nSTATUS={text}"))
        {
            _said = text;
        }
    }

    private void SayStatus()
    {
        // Before it is read, so that what changes from now on is said the next time.
        Interlocked.Exchange(ref _isStatusDue, false);
        var text = StatusText.Summary(_status);
        if (!_isStopping && text != _said && _socket.Send($"STATUS={text}"))
        {
            _said = text;
        }
    }
}
