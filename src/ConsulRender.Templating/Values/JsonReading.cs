using System.Text.Json;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>JSON in a text as template values, all at once, because loops look into them again and again.</summary>
internal static class JsonReading
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = BuiltMapValue.MostNesting };

    /// <exception cref="FormatException">The text is not JSON, or an object has a key twice.</exception>
    internal static FluidValue Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Of(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("the text is not JSON: it holds a \\u escape that is only half a character");
        }
        catch (JsonException exception)
        {
            // The message of the platform quotes the text, which may be a secret.
            throw new FormatException($"not JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} of the text");
        }
    }

    private static FluidValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Map(element),
        JsonValueKind.Array => List(element),
        _ => JsonObjectValue.Of(element),
    };

    private static ArrayValue List(JsonElement element)
    {
        var items = new FluidValue[element.GetArrayLength()];
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            items[index++] = Of(item);
        }

        return new ArrayValue(items);
    }

    private static OrderedMapValue Map(JsonElement element)
    {
        var map = new OrderedMapValue();
        foreach (var property in element.EnumerateObject())
        {
            if (!map.TryAdd(property.Name, Of(property.Value)))
            {
                throw new FormatException($"an object has the key {Filters.PlainText.Quoted(property.Name)} twice");
            }
        }

        return map;
    }
}
