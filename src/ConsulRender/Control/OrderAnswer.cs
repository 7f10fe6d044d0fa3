using ConsulRender.Groups;

namespace ConsulRender.Control;

/// <summary>What became of an order that somebody gave about a group; a closed family, immutable.</summary>
/// <param name="Text">The same in words.</param>
public abstract record OrderAnswer(string Text)
{
    /// <summary>There is no group of that name.</summary>
    public sealed record Unknown() : OrderAnswer("there is no such group");

    /// <summary>It cannot be done, and nothing was tried.</summary>
    public sealed record Refused(string Text) : OrderAnswer(Text);

    /// <summary>It was done, or there was nothing to do.</summary>
    public sealed record Done(string Text) : OrderAnswer(Text);

    /// <summary>It was tried, and everything is as it was.</summary>
    /// <param name="Kind">What failed.</param>
    /// <param name="Text">How.</param>
    public sealed record Failed(FailureKind Kind, string Text) : OrderAnswer(Text);
}
