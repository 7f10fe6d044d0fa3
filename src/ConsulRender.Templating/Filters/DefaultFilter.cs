using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>default</c>: something else for what is undefined, nil, false or empty.</summary>
internal static class DefaultFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var falseCounts = !arguments["allow_false"].ToBooleanValue();
        return input is BaseNilValue || (falseCounts && input == BooleanValue.False) || IsEmpty(input)
            ? arguments.Count > 0 && !IsOnlyNamed(arguments) ? arguments.At(0) : StringValue.Empty
            : input;
    }

    private static bool IsEmpty(FluidValue value) => value switch
    {
        StringValue => value.ToStringValue().Length == 0,
        MapValue map => map.Count == 0,
        _ => Lists.IsList(value) && Lists.Items(value).Count == 0,
    };

    private static bool IsOnlyNamed(FilterArguments arguments) => arguments.Count == arguments.Names.Count();
}
