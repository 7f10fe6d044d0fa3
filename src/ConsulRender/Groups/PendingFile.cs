using ConsulRender.Files;
using ConsulRender.Templating;

namespace ConsulRender.Groups;

/// <summary>One file of a group's pending change: what it is to hold, and who judges it; immutable, good until the group is evaluated again.</summary>
/// <param name="Source">The template that it comes from, with guard and commands.</param>
/// <param name="Destination">The file.</param>
/// <param name="Text">Its new text; null when the file is to go.</param>
internal sealed record PendingFile(OutputFile Source, Destination Destination, RenderedText? Text);
