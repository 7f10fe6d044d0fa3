using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A call of a function or a macro with arguments in parentheses.</summary>
internal sealed class CallExpression(SourceText source, int offset, string name, TemplateFunction? function, ArgumentList arguments)
    : Expression(source, offset)
{
    internal override FluidValue Evaluate(RenderState state)
    {
        if (function is not null)
        {
            return Call(function, state);
        }

        return state.Scope.Find(name) switch
        {
            MacroValue macro => macro.Call(arguments.Evaluate(state), state, this),
            null => throw Failure($"the macro \"{name}\" is not known here; include or import the file that defines it first"),
            _ => throw Failure($"\"{name}\" is not a macro and cannot be called"),
        };
    }

    internal override FluidValue EvaluateLeniently(RenderState state) =>
        function is EnvFunction ? EnvFunction.Find(arguments.Evaluate(state), state) ?? UndefinedValue.Instance : Evaluate(state);

    // What is asked with something missing cannot be asked yet.
    private FluidValue Call(TemplateFunction function, RenderState state)
    {
        var values = arguments.Evaluate(state);
        return Array.Exists(values.Positional, value => value is MissingValue)
            || Array.Exists(values.Named, argument => argument.Value is MissingValue)
            ? MissingValue.Instance
            : function.Call(values, state, this);
    }
}
