using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>tree("folder")</c>: all keys below a folder, those of its folders too.</summary>
internal sealed class TreeFunction() : TemplateFunction("tree", 1, 1, ["dc"])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        Pairs(arguments, state, call, deep: true);

    /// <summary>The keys of a folder; <c>ls</c> and <c>tree</c> ask one question, so that a template with both watches once.</summary>
    internal static FluidValue Pairs(in CallArguments arguments, RenderState state, Node call, bool deep)
    {
        // With and without slashes around it a folder is the same question.
        var dependency = new KeyTree(arguments.Positional[0].ToText().Trim('/'), arguments.Text("dc"));
        if (state.Read(dependency) is not { } reading)
        {
            return state.Miss(dependency, call, isAbsent: false);
        }

        var pairs = reading.Value as EquatableList<KeyPair> ?? [];
        return new ArrayValue([.. pairs.Where(pair => IsListed(pair, deep)).Select(pair => new KeyPairValue(pair))]);
    }

    // A key that ends with a slash is only a folder's own entry, which Consul's user interface makes.
    private static bool IsListed(KeyPair pair, bool deep) =>
        pair.Key.Length > 0 && !pair.Key.EndsWith('/') && (deep || !pair.Key.Contains('/', StringComparison.Ordinal));
}
