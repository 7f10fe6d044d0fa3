namespace ConsulRender.Consul.Watching;

/// <summary>Whether a thing that is gone after failures is believed to be gone: only when it still is after <see cref="Grace"/>. Pure; owned by the watch that asks.</summary>
/// <remarks>
/// A Consul that has just been started again answers "200", an empty list and <c>X-Consul-KnownLeader: true</c> before it has its data back, or before
/// its services were registered again. No header tells that apart from a service whose last instance went away; only time does.
/// </remarks>
/// <seealso href="https://github.com/hashicorp/consul/issues/16539"/>
internal readonly record struct Doubt
{
    /// <summary>How long a thing must stay away after failures: enough for a server to read its log and for agents to register again, and little beside the outage itself.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Every answer is believed.</summary>
    internal static Doubt None => default;

    /// <summary>The last query failed, so the next answer may come from an agent that has just been started again.</summary>
    internal static Doubt Failed => new() { MayBegin = true };

    /// <summary>Whether the last answer is not believed.</summary>
    internal bool IsHolding => Since is not null;

    /// <summary>Whether the next answer may be the first after a failure.</summary>
    internal bool MayBegin { get; private init; }

    private TimeSpan? Since { get; init; }

    /// <summary>The state after an answer.</summary>
    /// <param name="isGone">Whether it says that there is nothing where there was something.</param>
    /// <param name="now">The time of the answer, on any clock that never goes back.</param>
    internal Doubt After(bool isGone, TimeSpan now)
    {
        if (!isGone || (!MayBegin && !IsHolding))
        {
            return None;
        }

        var since = Since ?? now;
        return now - since < Grace ? new() { Since = since } : None;
    }
}
