namespace ConsulRender.Templating.Nodes;

/// <summary>Where the loops over one list stopped, which all of them share; made by the parse and not changed after it.</summary>
internal sealed class LoopProgress(string name)
{
    /// <summary>The name of the counter that holds it during a render.</summary>
    internal string Name => name;

    /// <summary>Whether any loop goes on there with <c>offset: continue</c>; else nobody counts.</summary>
    internal bool IsContinued { get; set; }
}
