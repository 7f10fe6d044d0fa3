namespace ConsulRender.Cli.Systemd;

/// <summary>Tells systemd twice in the time of its patience that the loop is alive, and nothing when it hangs. Owned by a <see cref="SystemdNotifier"/>.</summary>
/// <remarks>
/// A timer alone would go on while the loop hangs. So the timer makes the loop take a turn, and only the turn says that it lives. While commands
/// of a change run, or the child is being ended, there are no turns; their timeouts bound them, and until then the timer vouches for the loop.
/// </remarks>
internal sealed class LoopWatchdog : IDisposable
{
    private const string Alive = "WATCHDOG=1";

    private readonly NotifySocket _socket;
    private readonly ITimer _timer;
    private volatile Runner? _runner;
    private volatile bool _isAsked;

    /// <summary>Begins to look.</summary>
    /// <param name="socket">Where systemd listens.</param>
    /// <param name="silence">How long it bears silence.</param>
    /// <param name="timeProvider">The clock.</param>
    public LoopWatchdog(NotifySocket socket, TimeSpan silence, TimeProvider timeProvider)
    {
        _socket = socket;
        _timer = timeProvider.CreateTimer(_ => Ask(), null, silence / 2, silence / 2);
    }

    /// <summary>Looks after this loop from now on.</summary>
    public void Follow(Runner runner) => _runner = runner;

    /// <summary>Says that the loop took a turn.</summary>
    public void Turned()
    {
        if (_isAsked)
        {
            _isAsked = false;
            _socket.Send(Alive);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Ask()
    {
        if (_runner is not { } runner)
        {
            return;
        }

        if (runner.IsApplying)
        {
            _socket.Send(Alive);
        }
        else
        {
            _isAsked = true;
            runner.Wake();
        }
    }
}
