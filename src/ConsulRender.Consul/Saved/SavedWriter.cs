using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ConsulRender.Consul.Saved;

/// <summary>Writes saved readings a line at a time, so that only one reading of thousands is in memory as text. Stateless.</summary>
internal static class SavedWriter
{
    private const string TimeFormat = "O";

    internal static void Write(Stream stream, SavedReadings saved, bool withSecrets)
    {
        using var lines = new LineBuffer(stream);
        lines.Write(Encoding.ASCII.GetBytes(SavedFormat.Beginning));
        lines.Write(SavedFormat.TimeBytes(saved.AsOf));
        lines.Write(Encoding.ASCII.GetBytes(SavedFormat.AfterTime));
        using var row = new Utf8JsonWriter(lines, SavedFormat.Options);
        WriteAgents(row, saved.Agents);
        lines.Write(Encoding.ASCII.GetBytes(SavedFormat.BeforeReadings));
        var count = 0;
        foreach (var reading in saved.Readings)
        {
            if (SavedKind.Of(reading.Dependency) is { } kind)
            {
                lines.Write(count++ == 0 ? "\n"u8 : ",\n"u8);
                row.Reset();
                WriteRow(row, kind, reading, isWithheld: !withSecrets && kind.MayBeSecret(reading.Value));
                lines.FlushWhenFull();
            }
        }

        lines.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{SavedFormat.End}{count}}}\n")));
        lines.Flush();
    }

    private static void WriteAgents(Utf8JsonWriter row, IReadOnlyDictionary<string, string> agents)
    {
        row.WriteStartObject();
        foreach (var (name, place) in agents)
        {
            row.WriteString(name, place);
        }

        row.WriteEndObject();
        row.Flush();
    }

    private static void WriteRow(Utf8JsonWriter row, SavedKind kind, Reading reading, bool isWithheld)
    {
        row.WriteStartObject();
        row.WriteString(SavedFormat.Kind, kind.Name);
        row.WritePropertyName(SavedFormat.Question);
        SavedParts.Write(row, kind, (ConsulQuery)reading.Dependency);
        row.WriteString(SavedFormat.Time, reading.Time.ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (reading.AsOf is { } asOf)
        {
            // Nobody has said it again since.
            row.WriteString(SavedFormat.AsOf, asOf.ToString(TimeFormat, CultureInfo.InvariantCulture));
        }

        if (isWithheld)
        {
            row.WriteBoolean(SavedFormat.Withheld, true);
        }
        else
        {
            row.WritePropertyName(SavedFormat.Value);
            WriteValue(row, kind, reading.Value);
        }

        row.WriteEndObject();
        row.Flush();
    }

    private static void WriteValue(Utf8JsonWriter row, SavedKind kind, object? value)
    {
        if (value is null)
        {
            row.WriteNullValue();
        }
        else
        {
            kind.Write(row, value);
        }
    }
}
