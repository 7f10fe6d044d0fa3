using ConsulRender.Guards;

namespace ConsulRender;

/// <content>What keeps a suspicious change from being made.</content>
internal sealed partial class OutputGroup
{
#pragma warning disable CA1822 // Until there are guards.
    /// <summary>Why, since when and until when the change is held by its guards; null when it is not.</summary>
    public GuardHold? Hold => null;

    /// <summary>Lets the change that its guards hold through, once, as it is when it is evaluated next, which is at once.</summary>
    /// <returns>Whether anything was held.</returns>
    public bool Release() => false;
#pragma warning restore CA1822
}
