using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A value that goes through filters, one after another.</summary>
internal sealed class FilteredExpression(Expression input, FilterCall[] filters) : Expression(input.Origin, input.Offset)
{
    internal Expression Input => input;

    internal override FluidValue Evaluate(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        var value = filters[0].TakesUndefined ? input.EvaluateLeniently(state) : input.Evaluate(state);
        for (var index = 0; index < filters.Length; index++)
        {
            // In `a | default: b | default: c` the b stands before a default too.
            var feedsDefault = filters[index].TakesUndefined && index + 1 < filters.Length && filters[index + 1].TakesUndefined;
            value = filters[index].Apply(value, state, feedsDefault);
        }

        return value;
    }

    internal override void Write(RenderState state) => state.Write(Evaluate(state), filters[^1]);

    internal override IEnumerable<Node> Children => [input, .. filters];
}

/// <summary>One filter with its arguments, at the place where its name stands.</summary>
internal sealed class FilterCall(SourceText source, int offset, string name, FilterDefinition definition, ArgumentList arguments)
    : Node(source, offset)
{
    internal bool TakesUndefined => definition.TakesUndefined;

    internal FluidValue Apply(FluidValue input, RenderState state, bool isLenient)
    {
        var values = arguments.EvaluateForFilter(state, isLenient);
        if (!TakesUndefined && (input is MissingValue || HasMissing(values)))
        {
            // What is made of something missing is missing, so that no question is asked with half a name.
            return MissingValue.Instance;
        }

        var result = Filtered(input, values, state);
        Count(input, result, state.Budget);
        return state.LineBreaks is { } lineBreaks ? lineBreaks.AfterFilter(name, input, values, result) : result;
    }

    private FluidValue Filtered(FluidValue input, FilterArguments values, RenderState state)
    {
        try
        {
            var result = definition.Filter(input, values, state);
            if (result is ArrayValue or MapValue && !ReferenceEquals(result, input))
            {
                // Lists and maps share their parts, so a few filters could make one that no machine can go through.
                ValueSize.Of(result).RefuseTooMuch(result is MapValue ? "map" : "list");
            }

            return result;
        }
        catch (Exception exception) when (exception is not TemplateFailure)
        {
            // Filters are many and meet any data; whatever one throws is told with its place.
            throw Failure($"{name}: {Cause(exception)}");
        }
    }

    private void Count(FluidValue input, FluidValue result, RenderBudget budget)
    {
        budget.CountWork(1, this);
        budget.CountValue(input, this);
        if (result is StringValue && !ReferenceEquals(result, input))
        {
            CheckLength(result.ToStringValue().Length);
            budget.CountText(result.ToStringValue(), this);
        }
    }

    private void CheckLength(int length)
    {
        if (length > Limits.TextLength)
        {
            Fail($"{name}: the text is longer than {Limits.TextLength} characters");
        }
    }

    // A comparison that fails inside a sort comes wrapped; the platform names .NET's types, which nobody who writes templates knows.
    private static string Cause(Exception exception) => exception switch
    {
        InvalidOperationException { InnerException: { } inner } => inner.Message,
        OverflowException => "the number is too large",
        OutOfMemoryException => "the result is too large for the memory",
        InsufficientExecutionStackException => "maps and lists are nested deeper than this program can follow",
        _ => exception.Message,
    };

    private static bool HasMissing(FilterArguments values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (values.At(index) is MissingValue)
            {
                return true;
            }
        }

        return false;
    }

    internal override IEnumerable<Node> Children => arguments.Children;
}
