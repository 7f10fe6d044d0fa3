namespace ConsulRender.Timing;

/// <summary>When a group's changes are applied; the longest times that its templates ask for. Immutable.</summary>
/// <param name="Wait">How long a change waits for quiet.</param>
/// <param name="MinReloadInterval">The least time between two reloads.</param>
/// <param name="Splay">The longest random time that a change is put off.</param>
internal sealed record GroupTiming(QuiescencePeriod Wait, TimeSpan MinReloadInterval, TimeSpan Splay);
