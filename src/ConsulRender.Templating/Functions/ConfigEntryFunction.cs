using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>config_entry("kind", "name")</c>: a configuration entry with Consul's own names, and <c>config_entry("kind")</c> all of a kind. The render is not
/// complete until there is such an entry, except in conditions and before <c>default</c>, where none is undefined.
/// </summary>
internal sealed class ConfigEntryFunction() : TemplateFunction("config_entry", 1, 2, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isAbsentMissing: true);

    internal override FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isAbsentMissing: false);

    private FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isAbsentMissing)
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
            _ when reading is null || isAbsentMissing => state.Miss(dependency, call, isAbsent: reading is not null),
            _ => UndefinedValue.Instance,
        };
    }
}
