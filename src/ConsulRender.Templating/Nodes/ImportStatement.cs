using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>from 'file' import a, b as c</c>: makes macros of another file known without writing its text.</summary>
internal sealed class ImportStatement(SourceText source, int offset, LiquidFile file, ImportedName[] names) : Statement(source, offset)
{
    internal LiquidFile File => file;

    internal override Completion Execute(RenderState state)
    {
        // Nothing but its macros is ever in it, so nobody need note what was looked for there.
        var module = new Scope(outer: null, recorder: null);
        file.DefineMacros(module);
        foreach (var name in names)
        {
            // The parser has checked that the file defines them.
            state.Scope.Assign(name.Alias, module.Find(name.Name)!);
        }

        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [];
}

/// <summary>A macro of another file and its name here.</summary>
internal readonly record struct ImportedName(string Name, string Alias);
