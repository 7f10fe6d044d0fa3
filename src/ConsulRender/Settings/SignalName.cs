namespace ConsulRender.Settings;

/// <summary>A Unix signal by its name and its number on Linux; immutable.</summary>
/// <param name="Name">Such as <c>SIGHUP</c>.</param>
/// <param name="Number">Such as 1.</param>
public sealed record SignalName(string Name, int Number)
{
    /// <summary>SIGHUP.</summary>
    public static SignalName Hangup { get; } = new("SIGHUP", 1);

    /// <summary>SIGINT.</summary>
    public static SignalName Interrupt { get; } = new("SIGINT", 2);

    /// <summary>SIGTERM.</summary>
    public static SignalName Terminate { get; } = new("SIGTERM", 15);

    /// <summary>The signal of that name, with or without SIG and in any case; null when there is none.</summary>
    public static SignalName? Parse(string text)
    {
        var upper = text.ToUpperInvariant();
        var name = upper.StartsWith("SIG", StringComparison.Ordinal) ? upper[3..] : upper;
        return NumberOf(name) is var number and > 0
            ? new SignalName($"SIG{name}", number) : null;
    }

    /// <summary>Whether a program can act on it: the kernel keeps KILL and STOP to itself, and the faults among them are the runtime's own.</summary>
    /// <remarks>A program that catches SEGV, BUS, FPE or ILL takes them from .NET, which makes exceptions of them and would hang in the next one.</remarks>
    public bool CanBeCaught => Number is not (4 or 7 or 8 or 9 or 11 or 19);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Those that consul-template knows, and no others.
    private static int NumberOf(string name) => name switch
    {
        "ABRT" or "IOT" => 6,
        "ALRM" => 14,
        "BUS" => 7,
        "CONT" => 18,
        "FPE" => 8,
        "HUP" => 1,
        "ILL" => 4,
        "INT" => 2,
        "IO" => 29,
        "KILL" => 9,
        "PIPE" => 13,
        "PROF" => 27,
        "QUIT" => 3,
        "SEGV" => 11,
        "STOP" => 19,
        "SYS" => 31,
        "TERM" => 15,
        "TRAP" => 5,
        "TSTP" => 20,
        "TTIN" => 21,
        "TTOU" => 22,
        "USR1" => 10,
        "USR2" => 12,
        "WINCH" => 28,
        "XCPU" => 24,
        "XFSZ" => 25,
        _ => 0,
    };
}
