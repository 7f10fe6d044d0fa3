using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>ls("folder")</c>: the keys directly in a folder; <c>safe_ls</c> waits until there are any.</summary>
internal sealed class LsFunction(string name = "ls", bool waits = false) : TemplateFunction(name, 1, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        TreeFunction.Pairs(Name, arguments, state, call, deep: false, waits);
}
