namespace ConsulRender.Consul;

/// <summary>The latest answer to one dependency; immutable.</summary>
/// <param name="Dependency">The question.</param>
/// <param name="Index">Consul's index of the answer; 0 when it gave none.</param>
/// <param name="Value">The answer, with value equality; null when the thing is absent (a 404 on a key).</param>
/// <param name="Time">When the answer arrived.</param>
public sealed record Reading(Dependency Dependency, ulong Index, object? Value, DateTimeOffset Time)
{
    /// <summary>Whether Consul said that the token hides a part of the answer. Default false.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>When Consul was last known to say this, of a reading from an earlier run that no answer of this one has replaced; null for an answer of this run.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether Consul said that the thing does not exist. Absent is not missing: it is an answer.</summary>
    public bool IsAbsent => Value is null;
}
