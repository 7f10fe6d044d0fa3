using System.Globalization;
using System.Text;
using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Saved;

/// <summary>Reads saved readings a line at a time; what answers say again and again is in memory once. Owned by whoever asked for them.</summary>
internal sealed class SavedReader(Stream stream)
{
    private readonly SharedValues _shared = new();
    private readonly List<Reading> _readings = [];
    private readonly List<Dependency> _withheld = [];
    private int _line = 1;

    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    internal SavedReadings Read()
    {
        using var lines = new LineSource(stream);
        try
        {
            var (asOf, agents) = ReadHead(lines.Next());
            for (_line++; !lines.Next().StartsWith("]"u8); _line++)
            {
                ReadRow(lines.Current, asOf);
            }

            return CountOf(lines.Current) == _readings.Count + _withheld.Count
                ? new() { AsOf = asOf, Agents = agents, Readings = _readings, Withheld = _withheld }
                : throw new JsonException("there are fewer readings than it says");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"line {_line}: {exception.Message}", exception);
        }
    }

    // The line is one of a whole file in JSON, so it is no JSON itself until it is closed.
    private static (DateTimeOffset AsOf, IReadOnlyDictionary<string, string> Agents) ReadHead(ReadOnlySpan<byte> line)
    {
        var body = new Utf8JsonReader(line, isFinalBlock: false, state: default);
        var agents = new Dictionary<string, string>(StringComparer.Ordinal);
        ExpectVersion(ref body);
        ConsulJson.NextMember(ref body);
        var asOf = TimeOf(ConsulJson.Text(ref body));
        ConsulJson.NextMember(ref body);
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            agents[body.GetString()!] = ConsulJson.Text(ref body);
        }

        return (asOf, agents);
    }

    private static void ExpectVersion(ref Utf8JsonReader body)
    {
        if (!ConsulJson.EnterObject(ref body) || !ConsulJson.NextMember(ref body) || !body.ValueTextEquals("version"u8))
        {
            throw new JsonException("it does not say its version");
        }

        var version = ConsulJson.Number(ref body);
        if (version != SavedFormat.Version)
        {
            throw new JsonException($"it has version {version}, and this program knows version {SavedFormat.Version}");
        }
    }

    private void ReadRow(ReadOnlySpan<byte> line, DateTimeOffset asOf)
    {
        var body = new Utf8JsonReader(line.TrimEnd((byte)','));
        SavedKind? kind = null;
        ConsulQuery? query = null;
        DateTimeOffset? time = null;
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            switch (body.GetString())
            {
                case SavedFormat.Kind:
                    kind = KindOf(ConsulJson.Text(ref body));
                    break;
                case SavedFormat.Question:
                    query = SavedParts.Read(ref body).Of(kind ?? throw Misplaced());
                    break;
                case SavedFormat.Time:
                    time = TimeOf(ConsulJson.Text(ref body));
                    break;
                case SavedFormat.AsOf:
                    asOf = TimeOf(ConsulJson.Text(ref body));
                    break;
                case SavedFormat.Withheld when query is not null:
                    _withheld.Add(ConsulJson.Truth(ref body) ? query : throw Misplaced());
                    break;
                case SavedFormat.Value when query is not null && time is { } then:
                    _readings.Add(new(query, 0, ReadValue(query, ref body), then) { AsOf = asOf });
                    break;
                default:
                    throw Misplaced();
            }
        }
    }

    // Null stands for what Consul said with a 404, where it gives one to the question.
    private object? ReadValue(ConsulQuery query, ref Utf8JsonReader body)
    {
        var next = body;
        return next.Read() && next.TokenType == JsonTokenType.Null && query.AnswersNotFound(out var value) && body.Read() ? value : query.Parse(ref body, _shared);
    }

    private static SavedKind KindOf(string name) => SavedKind.Named(name) ?? throw new JsonException($"the kind of question \"{name}\" is unknown");

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static int CountOf(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        return text.StartsWith(SavedFormat.End, StringComparison.Ordinal)
            ? int.Parse(text.AsSpan(SavedFormat.End.Length).TrimEnd('}'), NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new JsonException("it does not end as it should");
    }

    private static JsonException Misplaced() => new("it is not what this program writes");
}
