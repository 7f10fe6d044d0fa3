using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A call of a function or a macro with arguments in parentheses.</summary>
internal sealed class CallExpression(SourceText source, int offset, string name, TemplateFunction? function, ArgumentList arguments)
    : Expression(source, offset)
{
    internal string Name => name;

    /// <summary>Whether a function is called, and not a macro.</summary>
    internal bool IsFunction => function is not null;

    internal ArgumentList Arguments => arguments;

    internal override FluidValue Evaluate(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        if (function is not null)
        {
            return Call(function, state, isLenient: !state.Options.ErrorOnMissingKey);
        }

        return state.Scope.Find(name) switch
        {
            MacroValue macro => macro.Call(arguments.Evaluate(state), state, this),
            null => throw Failure($"the macro \"{name}\" is not known here; include or import the file that defines it first"),
            _ => throw Failure($"\"{name}\" is not a macro and cannot be called"),
        };
    }

    internal override FluidValue EvaluateLeniently(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        return function is null ? Evaluate(state) : Call(function, state, isLenient: true);
    }

    internal override IEnumerable<Node> Children => arguments.Children;

    // What is asked with something missing cannot be asked yet.
    private FluidValue Call(TemplateFunction function, RenderState state, bool isLenient)
    {
        var values = arguments.Evaluate(state);
        if (Array.Exists(values.Positional, value => value is MissingValue)
            || Array.Exists(values.Named, argument => argument.Value is MissingValue))
        {
            return MissingValue.Instance;
        }

        function.CheckText(values, this);
        AgentArgument.Check(arguments, values, state.Options.Agents);
        var result = isLenient ? function.CallLeniently(values, state, this) : function.Call(values, state, this);
        state.Budget.CountWork(1, this);
        state.Budget.CountValue(result, this);
        return result;
    }
}
