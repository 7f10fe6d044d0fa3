using Serilog.Events;

namespace ConsulRender.Cli.Logging;

/// <summary>Where log lines go beside standard error; used by one thread at a time.</summary>
internal interface ILogTarget : IDisposable
{
    /// <summary>What an operator calls it, such as <c>log file "/var/log/consulrender.log"</c>.</summary>
    public string Name { get; }

    /// <summary>Writes one event; throws when it cannot, and may be tried again with the next one.</summary>
    public void Write(LogEvent logEvent);
}
