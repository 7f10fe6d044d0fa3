using System.Text.Json;

namespace ConsulRender.Versions;

/// <summary>What describes a version, and what says that a group is held at one, as JSON and back. Stateless.</summary>
internal static class VersionText
{
    /// <summary>The description of a version.</summary>
    public static byte[] Write(GroupVersion version) => Write(json =>
    {
        json.WriteString("replaced", version.Replaced);
        json.WriteStartArray("files");
        foreach (var file in version.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("stored", file.Stored);
            json.WriteNumber("hash", file.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The version; null when the text describes none.</summary>
    public static GroupVersion? Read(int number, ReadOnlyMemory<byte> text) => Read(text, json => new GroupVersion(
        number,
        json.GetProperty("replaced").GetDateTimeOffset(),
        [.. json.GetProperty("files").EnumerateArray().Select(file => new VersionFile(
            file.GetProperty("path").GetString()!, file.GetProperty("stored").GetString(), file.GetProperty("hash").GetUInt64()))]));

    /// <summary>What says that a group is held.</summary>
    public static byte[] Write(string group, Rollback rollback) => Write(json =>
    {
        json.WriteString("group", group);
        json.WriteNumber("version", rollback.Version);
        json.WriteString("since", rollback.Since);
    });

    /// <summary>At what version a group is held; null when the text does not say it.</summary>
    public static Rollback? ReadRollback(ReadOnlyMemory<byte> text) =>
        Read(text, json => new Rollback(json.GetProperty("version").GetInt32(), json.GetProperty("since").GetDateTimeOffset()));

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static T? Read<T>(ReadOnlyMemory<byte> text, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
