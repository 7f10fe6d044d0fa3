using System.Globalization;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Liquid's arithmetic: whole numbers stay whole, and a number with a point makes the result one with a point.</summary>
internal static class NumberFilters
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "abs", "add", "at_least", "at_most", "ceil", "divide", "divided_by", "floor", "maximum", "minimum", "minus", "modulo", "multiply", "plus",
        "round", "subtract", "times",
    ];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "abs" => Unary(Math.Abs),
        "at_least" or "maximum" => Binary(Math.Max),
        "at_most" or "minimum" => Binary(Math.Min),
        "ceil" => Unary(decimal.Ceiling),
        "divide" => Binary(DivideTowardsZero),
        "divided_by" => Binary(Divide),
        "floor" => Unary(decimal.Floor),
        "minus" or "subtract" => Binary(decimal.Subtract),
        "modulo" => Binary(Modulo),
        "plus" or "add" => Binary(decimal.Add),
        "round" => new((input, arguments, _) => Numbers.Of(Round(ToNumber(input), ToNumber(arguments.At(0)))), 0, 1),
        "times" or "multiply" => Binary(decimal.Multiply),
        _ => null,
    };

    /// <summary>A number of any value, as Liquid has it: text that is no number is 0.</summary>
    internal static decimal ToNumber(FluidValue value) => value switch
    {
        NumberValue => value.ToNumberValue(),
        StringValue => decimal.TryParse(value.ToStringValue(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0,
        _ => 0,
    };

    private static FilterDefinition Unary(Func<decimal, decimal> operation) =>
        new((input, _, _) => Numbers.Of(operation(ToNumber(input))), 0, 0);

    private static FilterDefinition Binary(Func<decimal, decimal, decimal> operation) =>
        new((input, arguments, _) => Numbers.Of(operation(ToNumber(input), ToNumber(arguments.At(0)))), 1, 1);

    internal static decimal Divide(decimal number, decimal divisor)
    {
        RefuseZero(divisor);
        var quotient = number / divisor;
        if (number.Scale == 0 && divisor.Scale == 0)
        {
            return decimal.Floor(quotient);
        }

        return (quotient.Scale > 15 ? Shortest((double)number / (double)divisor) : quotient) + 0.0m;
    }

    // A quotient that never ends is told with as many digits as Liquid tells, which divides in binary.
    private static decimal Shortest(double quotient) =>
        decimal.Parse(quotient.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    // Whole numbers as Go divides them: -7 by 2 is -3, where Liquid says -4.
    private static decimal DivideTowardsZero(decimal number, decimal divisor)
    {
        RefuseZero(divisor);
        return number.Scale == 0 && divisor.Scale == 0 ? decimal.Truncate(number / divisor) : Divide(number, divisor);
    }

    // The result has the divisor's sign, as in Ruby.
    internal static decimal Modulo(decimal number, decimal divisor)
    {
        RefuseZero(divisor);
        return number - (divisor * decimal.Floor(number / divisor));
    }

    private static decimal Round(decimal number, decimal digits)
    {
        if (digits >= 0)
        {
            var rounded = Math.Round(number, (int)Math.Min(digits, 28), MidpointRounding.AwayFromZero);
            return digits > 0 && number.Scale > 0 ? rounded + 0.0m : rounded;
        }

        var unit = Enumerable.Repeat(10m, (int)Math.Min(-digits, 28)).Aggregate(1m, decimal.Multiply);
        return Math.Round(number / unit, MidpointRounding.AwayFromZero) * unit;
    }

    private static void RefuseZero(decimal divisor)
    {
        if (divisor == 0)
        {
            throw new DivideByZeroException("divided by 0");
        }
    }
}
