using ConsulRender.Consul.Watching;

namespace ConsulRender.Conditions;

/// <summary>Why a dependency cannot be read, since when, and when it is tried again; immutable but for the last.</summary>
/// <param name="Message">What went wrong, in one line.</param>
public sealed record DependencyTrouble(string Message)
{
    /// <summary>When its last good time ended.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it is tried again; moves on by itself with each try, null when it is not known or never.</summary>
    public DateTimeOffset? NextTry => Retry?.Value;

    internal RetryTime? Retry { get; init; }
}
