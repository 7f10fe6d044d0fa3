using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsulRender.Settings;

/// <summary>The one strict deserializer of settings; other formats are turned into the JSON it reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(DurationConverter), typeof(ModeConverter), typeof(CommandLineConverter), typeof(WaitConverter),
        typeof(SecretConverter), typeof(TemplateListConverter), typeof(LogSeverityConverter),
    ])]
[JsonSerializable(typeof(Settings))]
[JsonSerializable(typeof(TemplateSettings[]))]
internal sealed partial class SettingsJson : JsonSerializerContext;

/// <summary>Reads severities with consul-template's names.</summary>
public sealed class LogSeverityConverter : JsonConverter<LogSeverity>
{
    public override LogSeverity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Parse(reader.GetString()!) is { } severity
            ? severity
            : throw new JsonException("not a log level; write \"trace\", \"debug\", \"info\", \"warn\" or \"err\"");

    public override void Write(Utf8JsonWriter writer, LogSeverity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString().ToLowerInvariant());

    /// <summary>The severity of that name; null when there is none.</summary>
    public static LogSeverity? Parse(string name) => name.ToLowerInvariant() switch
    {
        "trace" => LogSeverity.Trace,
        "debug" => LogSeverity.Debug,
        "info" => LogSeverity.Info,
        "warn" => LogSeverity.Warn,
        "err" => LogSeverity.Err,
        _ => null,
    };
}
