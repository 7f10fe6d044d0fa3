using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;

namespace ConsulRender.Cli.Logging;

/// <summary>Takes events at once and writes them in the background, so that a slow disk or a stuck syslog never stops the loop. Owned by the logger.</summary>
internal sealed class LogQueue : ILogEventSink, IDisposable
{
    private const int Capacity = 4096;

    // A disk that hangs must not keep the program from its end.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly SteadyTarget _target;
    private readonly Channel<LogEvent> _waiting = Channel.CreateBounded<LogEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Task _writing;
    private long _dropped;

    /// <summary>Begins to wait for events.</summary>
    public LogQueue(SteadyTarget target)
    {
        _target = target;
        _writing = Task.Run(WriteAsync);
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (!_waiting.Writer.TryWrite(logEvent))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes what is waiting.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        if (_writing.Wait(_patience))
        {
            _target.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var logEvent))
            {
                _target.Write(logEvent);
            }

            if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
            {
                _target.Drop(dropped);
            }
        }
    }
}
