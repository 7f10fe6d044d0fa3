namespace ConsulRender.Templating;

/// <summary>An <c>assert</c> of a template that did not hold; immutable.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Message">What it says, in one line.</param>
public sealed record FailedAssert(SourcePosition Position, string Message);
