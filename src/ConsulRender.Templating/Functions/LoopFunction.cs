using System.Globalization;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>loop(n)</c>: the whole numbers from 0 to below n; <c>loop(a, b)</c>: those from a to below b.</summary>
internal sealed class LoopFunction() : TemplateFunction("loop", 1, 2, [])
{
    internal override bool TakesText => false;

    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var first = arguments.Positional.Length == 1 ? 0 : End(arguments.Positional[0], call);
        var end = End(arguments.Positional[^1], call);
        if ((long)end - first > Limits.RangeLength)
        {
            call.Fail($"loop from {first} to {end} has more than {Limits.RangeLength} items");
        }

        return end <= first ? ArrayValue.Empty : new RangeValue(first, end - 1);
    }

    // Numbers from keys are text.
    private static int End(FluidValue end, Node call)
    {
        var number = end switch
        {
            NumberValue => end.ToNumberValue(),
            StringValue when decimal.TryParse(end.ToStringValue(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => throw call.Failure($"loop needs whole numbers, and this is {ValueText.Shown(end)}"),
        };
        if (number != decimal.Truncate(number))
        {
            call.Fail($"loop needs whole numbers, and this is {Numbers.Text(number)}");
        }

        return number is < int.MinValue or > int.MaxValue
            ? throw call.Failure($"{Numbers.Text(number)} is too large for loop")
            : (int)number;
    }
}
