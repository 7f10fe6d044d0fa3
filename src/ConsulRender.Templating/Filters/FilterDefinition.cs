using ConsulRender.Templating.Nodes;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Makes a value of another; what it throws is reported at the filter's place.</summary>
internal delegate FluidValue Filter(FluidValue input, FilterArguments arguments, RenderState state);

/// <summary>A filter and the arguments it takes, so that the parser can refuse others.</summary>
internal sealed record FilterDefinition(Filter Filter, int Required, int Most)
{
    /// <summary>The arguments that are given by name.</summary>
    internal string[] Named { get; init; } = [];

    /// <summary>Whether the input may be an undefined name.</summary>
    internal bool TakesUndefined { get; init; }

    /// <summary>Whether the first argument is a regular expression, which the parser checks when it is literal.</summary>
    internal bool HasPattern { get; init; }
}
