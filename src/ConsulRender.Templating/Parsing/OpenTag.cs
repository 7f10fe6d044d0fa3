namespace ConsulRender.Templating.Parsing;

/// <summary>A block whose end has not come yet, and the tags that divide or end it.</summary>
internal sealed record OpenTag(string Name, int Offset, string[] Stops)
{
    internal string End => "end" + Name;
}
