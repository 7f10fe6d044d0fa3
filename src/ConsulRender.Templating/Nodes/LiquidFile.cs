using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>
/// One parsed source, the template or a partial; filled by its parser, and a partial that includes itself holds it before it is full.
/// </summary>
internal sealed class LiquidFile(SourceText source)
{
    internal SourceText Origin { get; } = source;

    internal Block Body { get; set; } = Block.Empty;

    internal List<MacroStatement> Macros { get; } = [];

    /// <summary>Makes the file's macros known, then writes its text.</summary>
    internal Completion Execute(RenderState state)
    {
        DefineMacros(state.Scope);
        return Body.Execute(state);
    }

    internal void DefineMacros(Scope scope)
    {
        foreach (var macro in Macros)
        {
            scope.Assign(macro.Name, new MacroValue(macro, scope));
        }
    }
}
