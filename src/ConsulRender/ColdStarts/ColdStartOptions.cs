namespace ConsulRender.ColdStarts;

/// <summary>Where readings are kept for a start without Consul, and what may be done with them; immutable.</summary>
/// <param name="File">The file of the readings.</param>
public sealed record ColdStartOptions(string File)
{
    /// <summary>Whether this run writes them; another process may be the one that does. Default true.</summary>
    public bool Saves { get; init; } = true;

    /// <summary>Whether answers that may be secrets are saved, too. Default false.</summary>
    public bool WithSecrets { get; init; }

    /// <summary>How old readings may be that are used; null for any age.</summary>
    public TimeSpan? OldestAllowed { get; init; }
}
