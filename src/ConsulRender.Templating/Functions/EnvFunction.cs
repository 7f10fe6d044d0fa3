using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>env("NAME")</c>, and <c>env.NAME</c>: an environment variable. One that is not set is undefined.</summary>
internal sealed class EnvFunction() : TemplateFunction("env", 0, 1, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        Find(arguments, state) ?? throw NotSet(arguments.Positional[0].ToText(), state, call);

    internal override FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) =>
        Find(arguments, state) ?? UndefinedValue.Instance;

    /// <summary>The variable, or all of them without an argument; null when it is not set.</summary>
    internal static FluidValue? Find(in CallArguments arguments, RenderState state)
    {
        var variables = new EnvironmentValue(state.Options.Environment);
        return arguments.Positional.Length == 0 ? variables : variables.Find(arguments.Positional[0].ToText());
    }

    internal static TemplateFailure NotSet(string name, RenderState state, Node call) =>
        call.Failure($"the environment variable {Filters.PlainText.Quoted(name)} is not set{Suggestion.For(name, state.Options.Environment.Keys)}");
}
