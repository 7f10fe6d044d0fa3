using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Saved;

/// <summary>A saved question while it is read: the texts that it is made of. Owned by the reader.</summary>
internal sealed class SavedParts
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private SavedParts()
    {
    }

    /// <summary>Reads an object of texts.</summary>
    internal static SavedParts Read(ref Utf8JsonReader body)
    {
        var parts = new SavedParts();
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            var name = body.GetString()!;
            parts._texts[name] = ConsulJson.Text(ref body);
        }

        return parts;
    }

    /// <summary>Writes a question as the object that <see cref="Read"/> reads.</summary>
    internal static void Write(Utf8JsonWriter row, SavedKind kind, ConsulQuery query)
    {
        row.WriteStartObject();
        Write(row, kind.PartsOf(query));
        if (query.Scope != QueryScope.Own)
        {
            Write(
                row,
                [
                    ("agent", query.Scope.Agent), ("ns", query.Scope.Namespace), ("partition", query.Scope.Partition),
                    ("peer", query.Scope.Peer), ("sameness_group", query.Scope.SamenessGroup),
                ]);
        }

        row.WriteEndObject();
    }

    /// <summary>A text that may not be there.</summary>
    internal string? Find(string name) => _texts.GetValueOrDefault(name);

    /// <summary>A text without which there is no question.</summary>
    internal string Get(string name) => Find(name) ?? throw new JsonException($"a question has no \"{name}\"");

    /// <summary>By what checks are asked for.</summary>
    internal ChecksBy By() => Enum.TryParse<ChecksBy>(Get("by"), out var by) ? by : throw new JsonException("checks are asked for in an unknown way");

    /// <summary>The question of a kind that they are.</summary>
    internal ConsulQuery Of(SavedKind kind)
    {
        var scope = new QueryScope
        {
            Agent = Find("agent"),
            Namespace = Find("ns"),
            Partition = Find("partition"),
            Peer = Find("peer"),
            SamenessGroup = Find("sameness_group"),
        };
        var query = kind.Make(this);
        return scope == QueryScope.Own ? query : query with { Scope = scope };
    }

    private static void Write(Utf8JsonWriter row, (string Name, string? Text)[] parts)
    {
        foreach (var (name, text) in parts)
        {
            if (text is not null)
            {
                row.WriteString(name, text);
            }
        }
    }
}
