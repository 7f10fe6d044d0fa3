using System.Text.Json;
using ConsulRender.Files;

namespace ConsulRender.Journal;

/// <summary>A journal entry as JSON and back. Stateless.</summary>
internal static class JournalText
{
    /// <summary>The entry as it is written to disk.</summary>
    public static byte[] Write(JournalEntry entry)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("version", entry.Version);
            json.WriteString("group", entry.Group);
            json.WriteString("key", entry.Key);
            json.WriteNumber("pid", entry.Writer.Id);
            json.WriteNumber("started", entry.Writer.Started);
            json.WriteString("boot", entry.Writer.Boot);
            json.WriteBoolean("durable", entry.IsDurable);
            json.WriteBoolean("reload", entry.HasReload);
            json.WriteBoolean("reload_begun", entry.IsReloadBegun);
            json.WriteBoolean("owes_reload", entry.OwesReload);
            json.WriteStartArray("files");
            foreach (var file in entry.Files)
            {
                Write(json, file);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The entry; null when it is none, because a power cut came before it was whole.</summary>
    public static JournalEntry? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            var version = json.GetProperty("version").GetInt32();
            return version != JournalEntry.CurrentVersion ? new JournalEntry { Version = version } : new JournalEntry
            {
                Group = json.GetProperty("group").GetString()!,
                Key = json.GetProperty("key").GetString()!,
                Writer = new ProcessMark(json.GetProperty("pid").GetInt32(), json.GetProperty("started").GetInt64(), json.GetProperty("boot").GetString()!),
                IsDurable = json.GetProperty("durable").GetBoolean(),
                HasReload = json.GetProperty("reload").GetBoolean(),
                IsReloadBegun = json.GetProperty("reload_begun").GetBoolean(),
                OwesReload = json.GetProperty("owes_reload").GetBoolean(),
                Files = [.. json.GetProperty("files").EnumerateArray().Select(ReadFile)],
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, JournalFile file)
    {
        json.WriteStartObject();
        json.WriteString("kind", Word(file.Kind));
        json.WriteString("target", file.Target);
        json.WriteString("staged", file.Staged);
        Write(json, "new", file.New);
        json.WriteString("previous", file.Previous);
        Write(json, "live", file.Live);
        if (file.Status is { } status)
        {
            json.WriteNumber("mode", (int)status.Mode);
            json.WriteNumber("user", status.User);
            json.WriteNumber("owner_group", status.Group);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FileIdentity identity)
    {
        json.WriteStartObject(name);
        json.WriteNumber("inode", identity.Inode);
        json.WriteNumber("born", identity.Born);
        json.WriteEndObject();
    }

    private static JournalFile ReadFile(JsonElement json) => new(
        Enum.GetValues<JournalFileKind>().First(kind => Word(kind) == json.GetProperty("kind").GetString()), json.GetProperty("target").GetString()!)
    {
        Staged = json.GetProperty("staged").GetString(),
        New = ReadIdentity(json.GetProperty("new")),
        Previous = json.GetProperty("previous").GetString(),
        Live = ReadIdentity(json.GetProperty("live")),
        Status = json.TryGetProperty("mode", out var mode)
            ? new FileStatus((UnixFileMode)mode.GetInt32(), json.GetProperty("user").GetUInt32(), json.GetProperty("owner_group").GetUInt32(), FileKind.Regular)
            : null,
    };

    private static FileIdentity ReadIdentity(JsonElement json) => new(json.GetProperty("inode").GetUInt64(), json.GetProperty("born").GetInt64());

    private static string Word(JournalFileKind kind) => kind switch
    {
        JournalFileKind.Replace => "replace",
        JournalFileKind.Create => "create",
        JournalFileKind.Remove => "remove",
        _ => "overwrite",
    };
}
