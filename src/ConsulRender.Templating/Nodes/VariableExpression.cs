using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A name: a variable, or a function that is called without parentheses when no variable has its name.</summary>
internal sealed class VariableExpression(SourceText source, int offset, string name) : Expression(source, offset)
{
    private readonly TemplateFunction? _function = FunctionTable.Find(name);

    internal string Name => name;

    internal override FluidValue Evaluate(RenderState state)
    {
        var value = Find(state, isLenient: false);
        if (value is UndefinedValue)
        {
            Fail($"\"{name}\" is not defined{Suggestion.For(name, state.Scope.Names.Concat(FunctionTable.Names))}");
        }

        return value;
    }

    internal override FluidValue EvaluateLeniently(RenderState state) => Find(state, isLenient: true);

    private FluidValue Find(RenderState state, bool isLenient)
    {
        if (state.Scope.Find(name) is { } value)
        {
            return value;
        }

        if (_function is not null)
        {
            _function.CheckArguments(this, 0, []);
            return isLenient ? _function.CallLeniently(CallArguments.None, state, this) : _function.Call(CallArguments.None, state, this);
        }

        return state.TryGetCounter(name, out var count) ? Numbers.Of(count) : UndefinedValue.Instance;
    }
}
