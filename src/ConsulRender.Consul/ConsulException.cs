namespace ConsulRender.Consul;

/// <summary>What kind of failure a query met; it decides how long to wait and what <c>-once</c> does.</summary>
public enum ConsulFailure
{
    /// <summary>Refused, timed out, cut off, or not HTTP: try again soon.</summary>
    Unreachable,

    /// <summary>A 5xx, or a body that is not Consul's: try again soon.</summary>
    Broken,

    /// <summary>A 429: try again later.</summary>
    Busy,

    /// <summary>A 400 or 403: trying again seldom helps before somebody mends a token or a question.</summary>
    Refused,
}

/// <summary>A query that got no usable answer; the message is one line and never holds the token.</summary>
public sealed class ConsulException(ConsulFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The kind of failure.</summary>
    public ConsulFailure Failure { get; } = failure;
}
