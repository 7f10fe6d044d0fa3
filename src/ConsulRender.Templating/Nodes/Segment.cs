using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>One step of a path.</summary>
/// <param name="source">The template.</param>
/// <param name="offset">Where the member's name or the index stands.</param>
/// <param name="pathOffset">Where the path begins, so that a message can show what was asked.</param>
internal abstract class Segment(SourceText source, int offset, int pathOffset) : Node(source, offset)
{
    /// <summary>What the step leads to; null when it leads nowhere.</summary>
    internal abstract FluidValue? Find(FluidValue value, RenderState state);

    internal abstract TemplateFailure NotFound(FluidValue value, RenderState state);

    /// <summary>Where the step may lead nowhere: refuses what cannot have been meant.</summary>
    internal virtual void RefuseMistake(FluidValue value)
    {
    }

    /// <summary>What stands before this step, as the template spells it.</summary>
    protected string Holder
    {
        get
        {
            var end = Offset;
            while (end > pathOffset && Origin.Text[end - 1] is ' ' or '.' or '[' or '\t' or '\n' or '\r')
            {
                end--;
            }

            return Origin.Text[pathOffset..end];
        }
    }
}
