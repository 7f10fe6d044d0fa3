using System.Globalization;
using ConsulRender.Templating.Filters.Times;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>date: format</c>: a time as Ruby's strftime writes it. What is no time stays as it is, as in Liquid.</summary>
internal static class DateFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var format = arguments.At(0).ToText();
        return format.Length > 0 && Find(input, state) is { } time ? StringValue.Create(TimeFormat.Format(time, format)) : input;
    }

    private static DateTimeOffset? Find(FluidValue input, RenderState state) => input switch
    {
        DateTimeValue => (DateTimeOffset)input.ToObjectValue(),
        NumberValue => OfSeconds(input.ToNumberValue()),
        StringValue => OfText(input.ToStringValue().Trim(), state),
        _ => null,
    };

    private static DateTimeOffset? OfText(string text, RenderState state)
    {
        if (text is "now" or "today")
        {
            return state.Time.ToUniversalTime();
        }

        return text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit)
            ? OfSeconds(decimal.Parse(text, CultureInfo.InvariantCulture))
            : TimeText.Parse(text);
    }

    private static DateTimeOffset OfSeconds(decimal seconds) =>
        decimal.Abs(seconds) < 200_000_000_000m && Ticks(seconds) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
            : throw new ArgumentException("this number of seconds is outside the years 1 to 9999");

    private static decimal Ticks(decimal seconds) =>
        DateTimeOffset.UnixEpoch.Ticks + decimal.Floor(seconds * TimeSpan.TicksPerSecond);
}
