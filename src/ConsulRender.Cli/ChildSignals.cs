using System.Runtime.InteropServices;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Passes the signals that mean nothing to us on to the supervised child; owned by the command that runs.</summary>
internal sealed class ChildSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Passes them on until it is disposed; does nothing without a child.</summary>
    /// <param name="runner">The loop, which owns the child.</param>
    /// <param name="taken">The signals that mean something to us.</param>
    public static ChildSignals Forward(Runner runner, params IReadOnlyList<SignalName?> taken)
    {
        var signals = new ChildSignals();
        if (runner.Child is not null)
        {
            foreach (var signal in Runner.Forwarded.Except(taken.OfType<SignalName>()))
            {
                // Those without a name in .NET are taken by their number.
                signals._registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal.Number, caught =>
                {
                    caught.Cancel = true;
                    runner.Forward(signal);
                }));
            }
        }

        return signals;
    }

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
