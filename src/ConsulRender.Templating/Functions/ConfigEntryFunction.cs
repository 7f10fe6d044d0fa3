using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>config_entry("kind", "name")</c>: a configuration entry with Consul's own names, and <c>config_entry("kind")</c> all of a kind.</summary>
internal sealed class ConfigEntryFunction() : AbsentableFunction("config_entry", 1, 2, QueryArguments.Named("dc"))
{
    protected override FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isLenient)
    {
        var kind = arguments.Positional[0].ToText();
        var query = QueryArguments.Read(Name, arguments.Positional[^1], arguments, QueryParts.Scope | QueryParts.Datacenter, call);
        if (kind.Length == 0 || query.Name.Length == 0)
        {
            call.Fail("config_entry needs a kind, and may have a name; one of them is empty");
        }

        var dependency = arguments.Positional.Length == 1
            ? new ConfigEntry(query.Name, null, query.Datacenter) { Scope = query.Scope }
            : new ConfigEntry(kind, query.Name, query.Datacenter) { Scope = query.Scope };
        var reading = state.Read(dependency);
        return reading?.Value switch
        {
            string entry => JsonAnswer.Of(entry),
            EquatableList<string> entries => Lists.Of<string>(entries, JsonAnswer.Of),
            _ => NotThere(dependency, reading, state, call, isLenient),
        };
    }
}
