namespace ConsulRender.Guards;

/// <summary>Why a group's change is held by its guards; immutable.</summary>
/// <param name="Reasons">The reasons, a line each.</param>
/// <param name="Since">When the first of them began.</param>
/// <param name="Expires">When the change is let through if nothing else happens; null when only other data, another template or a release do that.</param>
public sealed record GuardHold(IReadOnlyList<string> Reasons, DateTimeOffset Since, DateTimeOffset? Expires);

/// <summary>That a hold has ended, and how; immutable.</summary>
/// <param name="Message">What there is to say, in one line.</param>
/// <param name="IsLetThrough">Whether the guards would still refuse, and time or an operator overruled them.</param>
internal sealed record GuardEnd(string Message, bool IsLetThrough);
