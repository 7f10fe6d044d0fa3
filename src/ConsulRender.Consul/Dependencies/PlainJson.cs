using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>Keeps an answer as JSON with Consul's own names, for what has too many shapes to have records; what moves without saying anything is left out.</summary>
internal static class PlainJson
{
    // The answer goes into templates, not into web pages.
    private static readonly JsonWriterOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Comparison<KeyValuePair<string, string>> ByKeyThenText = (left, right) =>
        string.CompareOrdinal(left.Key, right.Key) is not 0 and var order ? order : string.CompareOrdinal(left.Value, right.Value);

    /// <summary>A list of objects as a text each, sorted by one of their members.</summary>
    internal static EquatableList<string> List(ref Utf8JsonReader body, string key)
    {
        var items = new List<KeyValuePair<string, string>>();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            var text = Object(ref body, key, out var name);
            items.Add(new(name, text));
        }

        items.Sort(ByKeyThenText);
        return [.. items.Select(item => item.Value)];
    }

    /// <summary>The object whose start the reader stands on, and one of its members.</summary>
    internal static string Object(ref Utf8JsonReader body, string key, out string name)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, AsIs);
        var depth = body.CurrentDepth;
        name = "";
        writer.WriteStartObject();
        do
        {
            if (!body.Read())
            {
                throw new JsonException("the answer ends too early");
            }

            if (body.TokenType != JsonTokenType.PropertyName)
            {
                Write(ref body, writer);
            }
            else if (IsNoise(ref body))
            {
                body.Skip();
            }
            else if (body.CurrentDepth == depth + 1 && body.ValueTextEquals(key))
            {
                name = ConsulJson.Text(ref body);
                writer.WriteString(key, name);
            }
            else
            {
                writer.WritePropertyName(body.GetString()!);
            }
        }
        while (body.CurrentDepth > depth);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsNoise(ref Utf8JsonReader body) =>
        body.ValueTextEquals("CreateIndex"u8) || body.ValueTextEquals("ModifyIndex"u8)
        || body.ValueTextEquals("LastHeartbeat"u8) || body.ValueTextEquals("LastReceive"u8) || body.ValueTextEquals("LastSend"u8);

    private static void Write(ref Utf8JsonReader body, Utf8JsonWriter writer)
    {
        switch (body.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(body.GetString());
                break;
            default:
                writer.WriteRawValue(body.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
