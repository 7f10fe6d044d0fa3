using System.Text.Json;

namespace ConsulRender.Settings;

/// <summary>Lays the vars of a template over those of the whole settings. Stateless.</summary>
internal static class VarsLayers
{
    /// <summary>The members of both objects; of one that both have, the template's, whole: objects inside are not mixed.</summary>
    public static JsonElement Merge(JsonElement own, JsonElement common)
    {
        if (own.ValueKind != JsonValueKind.Object || common.ValueKind != JsonValueKind.Object)
        {
            return own.ValueKind == JsonValueKind.Object ? own : common;
        }

        using var merged = new MemoryStream();
        using (var writer = new Utf8JsonWriter(merged))
        {
            writer.WriteStartObject();
            foreach (var member in common.EnumerateObject())
            {
                Write(writer, member.Name, own.TryGetProperty(member.Name, out var over) ? over : member.Value);
            }

            foreach (var member in own.EnumerateObject())
            {
                if (!common.TryGetProperty(member.Name, out _))
                {
                    Write(writer, member.Name, member.Value);
                }
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(merged.ToArray());
        return document.RootElement.Clone();
    }

    // As it was written, so that a number keeps every digit.
    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.GetRawText());
    }
}
