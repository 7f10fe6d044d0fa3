namespace ConsulRender.Consul;

/// <summary>What is done after failures of a question; immutable.</summary>
public sealed record RetryOptions
{
    /// <summary>The pause after the first failure, above 0. Default 250 ms.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause. Default 1 min.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a watch that runs once asks in vain, in a row, before it gives up; 0 is for ever. Default 0.</summary>
    public int Attempts { get; init; }
}
