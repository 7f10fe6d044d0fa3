using System.ComponentModel;
using Serilog.Events;

namespace ConsulRender.Cli.Logging;

/// <summary>Writes to a target that may fail: says so once, lets it rest for <see cref="Pause"/>, and says when it works again. Owned by a <see cref="LogQueue"/>.</summary>
internal sealed class SteadyTarget(ILogTarget target, TimeProvider timeProvider, Action<LogEventLevel, string> tell) : IDisposable
{
    /// <summary>How long a target that failed is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long? _failedAt;
    private bool _isInTrouble;
    private long _lost;

    /// <summary>Writes one event, or counts it as lost; never throws.</summary>
    public void Write(LogEvent logEvent)
    {
        if (_failedAt is { } failedAt && timeProvider.GetElapsedTime(failedAt) < Pause)
        {
            _lost++;
            return;
        }

        try
        {
            target.Write(logEvent);
        }
#pragma warning disable CA1031 // Whatever it is, the daemon outlives it: its lines are on standard error, too.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
            return;
        }

        Recover();
    }

    /// <summary>Says that lines came quicker than they could be written.</summary>
    public void Drop(long lines) => tell(LogEventLevel.Warning, $"{target.Name}: it takes lines too slowly; {lines} were left out, which are on standard error");

    /// <inheritdoc/>
    public void Dispose() => target.Dispose();

    private void Fail(Exception exception)
    {
        _lost++;
        _failedAt = timeProvider.GetTimestamp();
        if (!_isInTrouble)
        {
            _isInTrouble = true;
            tell(LogEventLevel.Error, $"{target.Name}: it cannot be written: {Reason(exception)}; log lines go to standard error only, and it is tried again every {GoDuration.Format(Pause)}");
        }
    }

    private void Recover()
    {
        _failedAt = null;
        if (_isInTrouble)
        {
            _isInTrouble = false;
            tell(LogEventLevel.Information, $"{target.Name}: it can be written again; {_lost} lines are missing in it");
            _lost = 0;
        }
    }

    // .NET's own words repeat the path.
    private static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "its directory does not exist",
        Win32Exception failure => failure.Message,
        _ => exception.Message.TrimEnd('.'),
    };
}
