using System.Text.Json;
using System.Text.Json.Serialization;
using ConsulRender.Consul;

namespace ConsulRender.Settings;

/// <summary>Reads Go durations such as <c>"1m30s"</c>.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && GoDuration.TryParse(reader.GetString()!, out var duration)
            ? duration
            : throw new JsonException("not a duration; write one like \"250ms\", \"5s\" or \"1m30s\"");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(GoDuration.Format(value));
}

/// <summary>Reads octal modes such as <c>"0644"</c>.</summary>
internal sealed class ModeConverter : JsonConverter<UnixFileMode>
{
    private const int Highest = 0xFFF;

    public override UnixFileMode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        if (text.Length is 0 or > 5 || text.AsSpan().ContainsAnyExceptInRange('0', '7') || Convert.ToInt32(text, 8) > Highest)
        {
            throw new JsonException("not a file mode; write octal digits in quotes, like \"0644\"");
        }

        return (UnixFileMode)Convert.ToInt32(text, 8);
    }

    public override void Write(Utf8JsonWriter writer, UnixFileMode value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"0{Convert.ToString((int)value, 8)}");
}

/// <summary>Reads a command: a string, or a list of a program and its arguments.</summary>
internal sealed class CommandLineConverter : JsonConverter<CommandLine>
{
    private const string Expected = "not a command; write a string, or a list of strings with the program first";

    public override CommandLine Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return NotEmpty(reader.GetString()!.Trim()) is { } line ? CommandLine.FromText(line) : throw new JsonException(Expected);
        }

        var words = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                words.Add(reader.GetString()!);
            }
        }

        return reader.TokenType == JsonTokenType.EndArray && words is [{ Length: > 0 }, ..]
            ? CommandLine.FromWords(words)
            : throw new JsonException(Expected);
    }

    public override void Write(Utf8JsonWriter writer, CommandLine value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    private static string? NotEmpty(string text) => text.Length > 0 ? text : null;
}

/// <summary>Reads <c>"5s:20s"</c> or <c>{ "min": "5s", "max": "20s" }</c>; the maximum is four times the minimum when left out.</summary>
public sealed class WaitConverter : JsonConverter<QuiescencePeriod>
{
    private const string Expected = "not a wait; write \"5s:20s\" or { \"min\": \"5s\", \"max\": \"20s\" }, the maximum not below the minimum";

    public override QuiescencePeriod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.StartObject => ReadObject(ref reader),
            _ => "",
        };
        return Parse(text) ?? throw new JsonException(Expected);
    }

    public override void Write(Utf8JsonWriter writer, QuiescencePeriod value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"{GoDuration.Format(value.Minimum)}:{GoDuration.Format(value.Maximum)}");

    /// <summary>Reads <c>MIN[:MAX]</c>, as the flag has it, too; null when it is not that.</summary>
    public static QuiescencePeriod? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 2 || !GoDuration.TryParse(parts[0], out var minimum))
        {
            return null;
        }

        var maximum = minimum * 4;
        return (parts.Length == 1 || GoDuration.TryParse(parts[1], out maximum)) && maximum >= minimum
            ? new QuiescencePeriod(minimum, maximum)
            : null;
    }

    private static string ReadObject(ref Utf8JsonReader reader)
    {
        string? minimum = null, maximum = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException(Expected);
            if (name == "min")
            {
                minimum = value;
            }
            else
            {
                maximum = name == "max" ? value : throw new JsonException(Expected);
            }
        }

        return maximum is null ? minimum ?? "" : $"{minimum}:{maximum}";
    }
}

/// <summary>Reads a secret, and writes three stars.</summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new Secret(reader.GetString()!) : throw new JsonException("not a string");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Reads one template object, or a list of them, as HCL's JSON form allows both.</summary>
internal sealed class TemplateListConverter : JsonConverter<IReadOnlyList<TemplateSettings>>
{
    public override IReadOnlyList<TemplateSettings> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return [ReadOne(ref reader, 0)];
        }

        var templates = new List<TemplateSettings>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                templates.Add(ReadOne(ref reader, templates.Count));
            }
        }

        return reader.TokenType == JsonTokenType.EndArray ? templates : throw new JsonException("not a template object or a list of them");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<TemplateSettings> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value], SettingsJson.Default.TemplateSettingsArray);

    // A deserializer called from a converter begins its paths anew; the message needs the whole path.
    private static TemplateSettings ReadOne(ref Utf8JsonReader reader, int index)
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, SettingsJson.Default.TemplateSettings)!;
        }
        catch (JsonException exception)
        {
            var path = $"$.template[{index}]{exception.Path?.TrimStart('$')}";
            throw new JsonException(exception.Message, path, exception.LineNumber, exception.BytePositionInLine, exception);
        }
    }
}
