using System.Globalization;
using System.Net.Http.Headers;

namespace ConsulRender.Consul.Transport;

/// <summary>What Consul's headers say about an answer; immutable.</summary>
/// <param name="Index">The index; 0 when it is missing or unreadable.</param>
/// <param name="IsConsuls">Whether there was any header that only Consul sends.</param>
/// <param name="LastContact">How long ago the answering server heard the leader.</param>
/// <param name="KnownLeader">Whether it knows a leader.</param>
/// <param name="Streaming">Whether the agent answered from its streamed view, where the two before mean nothing.</param>
/// <param name="Filtered">Whether the token may not see all that there is; Consul 1.11 and newer say so.</param>
internal readonly record struct AnswerHeaders(ulong Index, bool IsConsuls, TimeSpan LastContact, bool KnownLeader, bool Streaming, bool Filtered)
{
    // The headers are read without validation: validating parses every value and allocates lists.
    internal static AnswerHeaders Of(HttpResponseHeaders headers)
    {
        var all = headers.NonValidated;
        var hasIndex = all.TryGetValues("X-Consul-Index", out var index);
        var hasContact = all.TryGetValues("X-Consul-LastContact", out var contact);
        var hasLeader = all.TryGetValues("X-Consul-KnownLeader", out var known);
        return new(
            hasIndex ? Number(index) : 0,
            hasIndex || hasContact || hasLeader,
            hasContact ? TimeSpan.FromMilliseconds(Math.Min(Number(contact), uint.MaxValue)) : TimeSpan.Zero,
            !hasLeader || !Says(known, "false"),
            all.TryGetValues("X-Consul-Query-Backend", out var backend) && Says(backend, "streaming"),
            all.TryGetValues("X-Consul-Results-Filtered-By-ACLs", out var filtered) && Says(filtered, "true"));
    }

    /// <summary>Whether a follower's answer must be asked for again from the leader. A streaming agent reports no leader although all is well (consul#9776).</summary>
    internal bool IsTooOld(TimeSpan maxStale) => !Streaming && (!KnownLeader || LastContact > maxStale);

    private static ulong Number(HeaderStringValues values) =>
        ulong.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool Says(HeaderStringValues values, string word) => values.ToString().Equals(word, StringComparison.OrdinalIgnoreCase);
}
