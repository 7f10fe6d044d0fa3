using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>ls("folder")</c>: the keys directly in a folder.</summary>
internal sealed class LsFunction() : TemplateFunction("ls", 1, 1, ["dc"])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        TreeFunction.Pairs(arguments, state, call, deep: false);
}
