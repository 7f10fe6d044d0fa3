using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>Any template value as JSON, written without reflection.</summary>
internal static class JsonText
{
    // Configuration files are not web pages, so & and < stay as they are.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    internal static string Of(FluidValue value, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? Indented : Compact))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The members of a map or a record; null for anything else.</summary>
    internal static IEnumerable<KeyValuePair<string, FluidValue>>? MembersOf(FluidValue value) => value switch
    {
        MapValue map => map.Entries,
        RecordValue record => record.MemberNames.Select(name => KeyValuePair.Create(name, record.Member(RecordValue.LooseName(name))!)),
        _ => null,
    };

    private static void Write(Utf8JsonWriter writer, FluidValue value)
    {
        if (writer.BytesCommitted + writer.BytesPending > Limits.TextLength)
        {
            throw new ArgumentException($"the text is longer than {Limits.TextLength} bytes");
        }

        switch (value)
        {
            case BaseNilValue:
                writer.WriteNullValue();
                break;
            case BooleanValue:
                writer.WriteBooleanValue(value.ToBooleanValue());
                break;
            case NumberValue:
                writer.WriteNumberValue(Numbers.Shortened(value.ToNumberValue()));
                break;
            case ArrayValue or RangeValue:
                WriteArray(writer, value);
                break;
            case MapValue or RecordValue:
                WriteObject(writer, MembersOf(value)!);
                break;
            default:
                writer.WriteStringValue(value.ToText());
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, FluidValue list)
    {
        writer.WriteStartArray();
        foreach (var item in Lists.Items(list))
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, FluidValue>> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
