using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>The values of a call's arguments.</summary>
internal readonly record struct CallArguments(FluidValue[] Positional, KeyValuePair<string, FluidValue>[] Named)
{
    internal static CallArguments None { get; } = new([], []);

    /// <summary>A named argument; null when it is not given.</summary>
    internal FluidValue? Find(string name)
    {
        foreach (var (given, value) in Named)
        {
            if (given == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A named argument as text; null when it is not given, nil or empty.</summary>
    internal string? Text(string name) => Find(name)?.ToText() is { Length: > 0 } text ? text : null;
}
