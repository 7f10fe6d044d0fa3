namespace ConsulRender.Consul;

/// <summary>How connections are made and kept; immutable.</summary>
public sealed record TransportOptions
{
    /// <summary>How long connecting may take. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long connecting and agreeing on TLS may take together; <see cref="ConnectTimeout"/> when that is longer. Default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the system looks whether the other end of a silent connection is still there; null never. Default null.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>How long a connection is kept that nobody uses. Default 2 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
