using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>service("name")</c> or <c>service("tag.name")</c>: the instances of a service, the passing ones unless told otherwise.
/// </summary>
internal sealed class ServiceFunction() : TemplateFunction("service", 1, 1, ["tag", "dc", "near", "passing"])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var (name, tag) = Split(arguments.Positional[0], arguments);
        if (name.Length == 0)
        {
            call.Fail("service needs the name of a service, and it is empty");
        }

        var passingOnly = arguments.Find("passing") ?? BooleanValue.True;
        if (passingOnly is not BooleanValue)
        {
            // consul-template's "any" would hold as a condition, and so mean the opposite.
            call.Fail($"passing must be true or false, not {ValueText.Shown(passingOnly)}");
        }

        var dependency = new HealthyService(name, tag, arguments.Text("dc"), arguments.Text("near"), passingOnly.ToBooleanValue());
        return state.Read(dependency) is { } reading
            ? Lists.Of(reading.Value as EquatableList<ServiceInstance> ?? [], instance => new InstanceValue(instance))
            : state.Miss(dependency, call, isAbsent: false);
    }

    // A service's name may hold points: with a tag argument, or from `services`, it is taken whole.
    private static (string Name, string? Tag) Split(FluidValue service, in CallArguments arguments)
    {
        var text = service.ToText();
        if (service is ServiceNameValue || arguments.Find("tag") is not null)
        {
            return (text, arguments.Text("tag"));
        }

        var point = text.LastIndexOf('.');
        return point <= 0 ? (text, null) : (text[(point + 1)..], text[..point]);
    }
}
