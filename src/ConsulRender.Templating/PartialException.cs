namespace ConsulRender.Templating;

/// <summary>A partial that is there and may not be used; thrown by whoever looks partials up, and told at the place of the tag.</summary>
public sealed class PartialException(string message) : Exception(message);
