using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>tree("folder")</c>: all keys below a folder, those of its folders too; <c>safe_tree</c> waits until there are any.</summary>
internal sealed class TreeFunction(string name = "tree", bool waits = false) : TemplateFunction(name, 1, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        Pairs(Name, arguments, state, call, deep: true, waits);

    /// <summary>The keys of a folder; <c>ls</c> and <c>tree</c> ask one question, so that a template with both watches once.</summary>
    internal static FluidValue Pairs(string function, in CallArguments arguments, RenderState state, Node call, bool deep, bool waits)
    {
        // With and without slashes around it a folder is the same question.
        var query = QueryArguments.Read(function, arguments.Positional[0], arguments, QueryParts.Key, call);
        var dependency = new KeyTree(query.Name.Trim('/'), query.Datacenter) { Scope = query.Scope };
        if (state.Read(dependency) is not { } reading)
        {
            return state.Miss(dependency, call, isAbsent: false);
        }

        var pairs = reading.Value as EquatableList<KeyPair> ?? [];
        var listed = new ArrayValue([.. pairs.Where(pair => IsListed(pair, deep)).Select(pair => new KeyPairValue(pair))]);
        return waits && listed.Values.Count == 0 ? state.Miss(dependency, call, isAbsent: true) : listed;
    }

    // A key that ends with a slash is only a folder's own entry, which Consul's user interface makes.
    private static bool IsListed(KeyPair pair, bool deep) =>
        pair.Key.Length > 0 && !pair.Key.EndsWith('/') && (deep || !pair.Key.Contains('/', StringComparison.Ordinal));
}
