using ConsulRender.Consul;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>A function that templates call; without state, so one object serves every template.</summary>
internal abstract class TemplateFunction(string name, int required, int positional, string[] named)
{
    internal string Name => name;

    /// <summary>How many arguments without a name it needs.</summary>
    internal int Required => required;

    /// <summary>How many arguments without a name it takes.</summary>
    internal int Most => positional;

    /// <summary>The arguments that are given by name.</summary>
    internal IReadOnlyList<string> Named => named;

    internal abstract FluidValue Call(in CallArguments arguments, RenderState state, Node call);

    /// <summary>The same in conditions and before <c>default</c>, where what the function does not find may be undefined.</summary>
    internal virtual FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) => Call(arguments, state, call);

    /// <summary>Whether the first argument is a name or path, which a list, a map or a record cannot be.</summary>
    internal virtual bool TakesText => true;

    /// <summary>Refuses a first argument that would ask Consul for something with a name in JSON, which there never is.</summary>
    internal void CheckText(in CallArguments arguments, Node call)
    {
        if (TakesText && arguments.Positional is [var text, ..] && !PlainText.Is(text))
        {
            call.Fail($"{name} takes a text here, not {ValueText.KindOf(text)}");
        }
    }

    /// <summary>The list that answers a question; missing until the answer is there.</summary>
    protected static FluidValue ListOf<T>(Dependency dependency, RenderState state, Node call, Func<T, FluidValue> wrap) =>
        state.Read(dependency) is { } reading
            ? reading.Value is EquatableList<T> answer ? state.ListOf(call, answer, () => Lists.Of(answer, wrap)) : ArrayValue.Empty
            : state.Miss(dependency, call, isAbsent: false);

    /// <summary>Refuses a wrong number of arguments and names that the function does not have.</summary>
    internal void CheckArguments(Node call, int count, NamedExpression[] given)
    {
        if (count < required || count > positional)
        {
            call.Fail($"{name} takes {ArgumentCount.Words(required, positional)}, not {count}");
        }

        foreach (var argument in given)
        {
            if (!named.Contains(argument.Name))
            {
                throw new TemplateFailure(
                    call.Origin,
                    argument.Offset,
                    $"{name} has no argument \"{argument.Name}\"{Suggestion.For(argument.Name, named)}");
            }
        }
    }
}
