using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul;

/// <summary>What kind of failure a query met; it decides how long to wait and what <c>-once</c> does.</summary>
public enum ConsulFailure
{
    /// <summary>No answer: connection refused, timed out, closed, or not HTTP. Try again soon.</summary>
    Unreachable,

    /// <summary>A 5xx, or a body that is cut off or not Consul's. Try again soon.</summary>
    Broken,

    /// <summary>A 429. Try again later.</summary>
    Busy,

    /// <summary>A 400, 401, 403 or redirect, or a 500 that says the token may not. Trying again seldom helps before somebody mends a token or a question.</summary>
    Refused,
}

/// <summary>A query that got no usable answer; the message is one line and never holds the token.</summary>
public sealed class ConsulException(ConsulFailure failure, string message, Exception? innerException = null, bool isGivenUp = false)
    : WatchException(isGivenUp || failure == ConsulFailure.Refused, message, innerException)
{
    /// <summary>The kind of failure.</summary>
    public ConsulFailure Failure { get; } = failure;

    /// <summary>Whether there is no connection to the agent, whatever is asked. One that goes away says so in several ways: it resets what was sent and refuses what comes.</summary>
    public bool IsDisconnected { get; init; }

    /// <summary>Whether an agent that lets nobody have more connections fails like that.</summary>
    internal bool MayBeCrowded { get; init; }
}
