using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A name: a variable, or a function that is called without parentheses when no variable has its name.</summary>
internal sealed class VariableExpression(SourceText source, int offset, string name, bool isDenied) : Expression(source, offset)
{
    private readonly TemplateFunction? _function = FunctionTable.Find(name);

    /// <summary>Whether the settings forbid the function of this name; a variable may have it nevertheless.</summary>
    internal bool IsDenied => isDenied && _function is not null;

    internal string Name => name;

    internal override FluidValue Evaluate(RenderState state)
    {
        var value = Find(state, isLenient: !state.Options.ErrorOnMissingKey);
        if (value is UndefinedValue)
        {
            RefuseDifference(state);
            if (!state.Options.ErrorOnMissingKey)
            {
                return NilValue.Instance;
            }

            Fail($"\"{name}\" is not defined{Suggestion.For(name, state.Scope.Names.Concat(FunctionTable.Names))}");
        }

        return value;
    }

    // That n-1 is a name must not pass in silence where names may be undefined.
    internal override FluidValue EvaluateLeniently(RenderState state)
    {
        var value = Find(state, isLenient: true);
        if (value is UndefinedValue)
        {
            RefuseDifference(state);
        }

        return value;
    }

    internal override IEnumerable<Node> Children => [];

    private void RefuseDifference(RenderState state)
    {
        var parts = name.Split('-');
        if (parts.Length > 1 && Array.TrueForAll(parts, part => Suggestion.IsDigits(part) || IsDefined(part, state)))
        {
            Fail($"\"{name}\" is one name and not defined; a minus needs blanks: {string.Join(" - ", parts)}");
        }
    }

    private static bool IsDefined(string name, RenderState state) =>
        FunctionTable.Find(name) is not null || state.Registers.TryGetCounter(name, out _) || state.Scope.Names.Contains(name);

    private FluidValue Find(RenderState state, bool isLenient)
    {
        if (state.Scope.Find(name) is { } value)
        {
            return value;
        }

        if (IsDenied)
        {
            Fail($"the function \"{name}\" is denied by function_denylist, and no variable has its name here");
        }

        if (_function is not null)
        {
            _function.CheckArguments(this, 0, []);
            return isLenient ? _function.CallLeniently(CallArguments.None, state, this) : _function.Call(CallArguments.None, state, this);
        }

        return state.Registers.TryGetCounter(name, out var count) ? Numbers.Of(count) : UndefinedValue.Instance;
    }
}
