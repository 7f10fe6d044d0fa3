using System.Text;
using System.Text.Json;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// An object of the settings file's <c>vars</c>; members are found exactly first, then without regard to case and underscores.
/// </summary>
internal sealed class JsonObjectValue(JsonElement element) : MapValue
{
    internal override int Count => element.GetPropertyCount();

    // Without making values of everything in it.
    internal override ValueSize Size => SizeOf(element);

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries =>
        element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Of(property.Value)));

    // As UTF-8, because the overload for strings throws when a filter has cut a character beyond U+FFFF in two.
    internal override FluidValue? Find(string key) => element.TryGetProperty(Encoding.UTF8.GetBytes(key), out var value) ? Of(value) : null;

    internal override FluidValue? FindMember(string name, string looseName)
    {
        if (Find(name) is { } exact)
        {
            return exact;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (RecordValue.LooseName(property.Name) == looseName)
            {
                return Of(property.Value);
            }
        }

        return null;
    }

    /// <summary>Any JSON as a template value; nothing at all counts as an empty object.</summary>
    internal static FluidValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonObjectValue(element),
        JsonValueKind.Array => element.GetArrayLength() == 0 ? ArrayValue.Empty : new ArrayValue([.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.String => StringValue.Create(element.GetString()!),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        JsonValueKind.Undefined => new JsonObjectValue(EmptyObject()),
        _ => NilValue.Instance,
    };

    private static ValueSize SizeOf(JsonElement element)
    {
        var (depth, items) = (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? 1 : 0, 1L);
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                var size = SizeOf(property.Value);
                (depth, items) = (Math.Max(depth, size.Depth + 1), items + size.Items);
            }
        }
        else if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                var size = SizeOf(item);
                (depth, items) = (Math.Max(depth, size.Depth + 1), items + size.Items);
            }
        }

        return new ValueSize(depth, items);
    }

    // A number too large for a decimal stays the text that the file holds.
    private static FluidValue Number(JsonElement element) =>
        element.TryGetDecimal(out var number) ? Numbers.Of(number) : StringValue.Create(element.GetRawText());

    private static JsonElement EmptyObject()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }
}
