using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>service("name")</c> or <c>service("tag.name@dc")</c>: the instances of a service, the passing ones unless told otherwise; <c>connect</c>
/// those that speak for it in the mesh.
/// </summary>
internal sealed class ServiceFunction(string name = "service", bool connect = false)
    : TemplateFunction(name, 1, 2, QueryArguments.Named("tag", "dc", "near", "status", "filter", "passing"))
{
    private const QueryParts Parts = QueryParts.Scope | QueryParts.Datacenter | QueryParts.Near | QueryParts.Status;

    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.Read(Name, arguments.Positional[0], arguments, Parts, call, wholeWith: "tag");
        var (name, tag) = Split(query.Name, arguments);
        if (name.Length == 0)
        {
            call.Fail($"{Name} needs the name of a service, and it is empty");
        }

        // All states but passing are chosen here, so that templates which want others share one query.
        var status = StatusChoice.Read(Name, query.Status, arguments, call);
        var dependency = new HealthyService(name, tag, query.Datacenter, query.Near, status.IsPassingOnly)
        {
            Scope = query.Scope,
            Filter = arguments.Text("filter"),
            Connect = connect,
        };
        return state.Read(dependency) is { } reading
            ? status.Choose(reading.Value as EquatableList<ServiceInstance> ?? [])
            : state.Miss(dependency, call, isAbsent: false);
    }

    // A service's name may hold points: with a tag argument, or from `services`, it is taken whole.
    private static (string Name, string? Tag) Split(string text, in CallArguments arguments)
    {
        if (arguments.Positional[0] is ServiceNameValue || arguments.Find("tag") is not null)
        {
            return (text, arguments.Text("tag"));
        }

        var point = text.LastIndexOf('.');
        return point <= 0 ? (text, null) : (text[(point + 1)..], text[..point]);
    }
}
