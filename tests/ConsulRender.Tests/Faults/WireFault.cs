using System.Net.Sockets;

namespace ConsulRender.Tests.Faults;

/// <summary>One way in which an agent, or what stands before it, goes wrong; immutable.</summary>
/// <param name="Name">What it does, in words.</param>
/// <param name="Play">What it does with a question; false ends the connection.</param>
internal sealed record WireFault(string Name, Func<WireExchange, Task<bool>> Play)
{
    /// <summary>What the status says of each question meanwhile; null when the answers are good all the same.</summary>
    internal string? Reason { get; init; }

    /// <summary>What it does with a new connection, which it ends; null lets it in.</summary>
    internal Action<Socket>? Greet { get; init; }

    /// <summary>Whether nobody listens at all.</summary>
    internal bool ClosesPort { get; init; }

    /// <summary>Whether the watch goes on being patient for so long that the clock must run.</summary>
    internal bool IsSlow { get; init; }
}
