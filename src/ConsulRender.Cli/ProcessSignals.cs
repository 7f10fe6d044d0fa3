using System.Runtime.InteropServices;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>What the process does at each signal while it lives; the first to claim a signal has it. Owned by the command that runs.</summary>
internal sealed class ProcessSignals : IDisposable
{
    /// <summary>The signals that always stop the daemon.</summary>
    public static IReadOnlyList<SignalName> Stopping => [SignalName.Terminate, SignalName.Interrupt, new("SIGQUIT", 3)];

    /// <summary>The signal that asks for the status.</summary>
    public static SignalName Status => new("SIGUSR1", 10);

    private readonly Dictionary<int, PosixSignalRegistration> _registrations = [];

    /// <summary>Does this at that signal from now on, unless the signal means something else already; it must not take long.</summary>
    public void On(SignalName? signal, Action action)
    {
        if (signal is { CanBeCaught: true } && !_registrations.ContainsKey(signal.Number))
        {
            // Signals without a name in .NET are taken by their number.
            _registrations.Add(signal.Number, PosixSignalRegistration.Create(Raw(signal.Number), caught =>
            {
                caught.Cancel = true;
                action();
            }));
        }
    }

    /// <summary>Passes what means nothing to us on to the supervised child, if there is one; the last to claim a signal.</summary>
    public void ForwardTo(Runner runner)
    {
        if (runner.Child is not null)
        {
            foreach (var signal in Runner.Forwarded)
            {
                On(signal, () => runner.Forward(signal));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations.Values)
        {
            registration.Dispose();
        }
    }

    private static PosixSignal Raw(int number) => (PosixSignal)number;
}
