using System.Text.Json;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>Answers of Consul that are kept as JSON, as values. Stateless.</summary>
internal static class JsonAnswer
{
    internal static FluidValue Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonObjectValue.Of(document.RootElement.Clone());
    }
}
