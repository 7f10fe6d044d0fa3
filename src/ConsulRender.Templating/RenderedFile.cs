namespace ConsulRender.Templating;

/// <summary>One of the files that a template with <c>for_each</c> gave; owned by its <see cref="Rendering"/>.</summary>
/// <param name="Item">What it was made for, in words for messages.</param>
/// <param name="Destination">Its path, as the template wrote it.</param>
/// <param name="Text">What it is to hold.</param>
public sealed record RenderedFile(string Item, string Destination, RenderedText Text);
