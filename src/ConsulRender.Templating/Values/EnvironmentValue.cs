using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>The environment variables that the options allow a template to read.</summary>
internal sealed class EnvironmentValue(IReadOnlyDictionary<string, string> variables) : MapValue
{
    internal override int Count => variables.Count;

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries => variables
        .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        .Select(variable => KeyValuePair.Create(variable.Key, (FluidValue)StringValue.Create(variable.Value)));

    internal override FluidValue? Find(string key) => variables.TryGetValue(key, out var text) ? StringValue.Create(text) : null;
}
