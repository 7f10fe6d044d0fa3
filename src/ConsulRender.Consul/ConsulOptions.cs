using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul;

/// <summary>How to reach Consul; immutable.</summary>
public sealed record ConsulOptions
{
    /// <summary>The name by which templates ask this agent; null for the one that they ask without a name.</summary>
    public string? Agent { get; init; }

    /// <summary>Where the settings say all this, for messages.</summary>
    public string SettingsKey => Agent is null ? "consul" : $"agents.{Agent}";

    /// <summary>The agent's address. Default <c>http://127.0.0.1:8500</c>.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8500");

    /// <summary>The path of the agent's unix socket; null connects to the address.</summary>
    public string? Socket { get; init; }

    /// <summary>How TLS is spoken when the address is <c>https</c>; null is with the system's authorities and without a certificate of ours.</summary>
    public AgentTls? Tls { get; init; }

    /// <summary>Is told, in one line, of what is wrong and stops nothing yet, such as renewed certificates that cannot be used; null when nobody wants to know.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The ACL token sent as <c>X-Consul-Token</c>; null sends none.</summary>
    public Secret? Token { get; init; }

    /// <summary>A file whose token is sent instead, and which is read again when it changes; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The user name of basic authentication; null for none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of basic authentication.</summary>
    public Secret? Password { get; init; }

    /// <summary>The namespace of every question that names none itself; null leaves it to the token.</summary>
    public string? Namespace { get; init; }

    /// <summary>The admin partition of every question that names none itself; null is the agent's.</summary>
    public string? Partition { get; init; }

    /// <summary>The oldest answer a follower may give, in its own count of time since it heard the leader. 0 asks the leader always. Default 2 s.</summary>
    public TimeSpan MaxStale { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the agent may hold a blocking query, up to 10 min. Default 60 s; Consul adds up to a sixteenth.</summary>
    public TimeSpan BlockQueryWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The fewest connections that a daemon can do with.</summary>
    public const int FewestConnections = 8;

    /// <summary>The most that it may open: an agent allows one address 200, and others need some.</summary>
    public const int MostConnections = 180;

    /// <summary>The most connections to open at once. Default 64, which leaves the other programs on a host two thirds of what an agent allows one address.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>What is done after failures.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>How connections are made and kept.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>Whether the program ends as soon as everything is answered. Default false.</summary>
    public bool IsShortRun { get; init; }
}
