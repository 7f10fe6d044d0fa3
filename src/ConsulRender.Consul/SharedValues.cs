using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul;

/// <summary>Keeps what answers say again and again, such as nodes, tags and metadata, in memory once. Owned by the client, used by all its queries.</summary>
internal sealed class SharedValues
{
    // What is longer is hardly ever said twice.
    private const int LongestText = 128;

    private readonly SharedTable<string> _texts = new();
    private readonly SharedTable<EquatableList<string>> _lists = new();
    private readonly SharedTable<EquatableList<KeyValuePair<string, string>>> _pairs = new();
    private readonly SharedTable<CatalogNode> _nodes = new();
    private readonly SharedTable<HealthCheck> _checks = new();

    /// <summary>The text that the reader stands on.</summary>
    internal string Text(ref Utf8JsonReader body)
    {
        var bytes = body.ValueSpan;
        if (bytes.Length is 0 or > LongestText || body.ValueIsEscaped)
        {
            return body.GetString() ?? "";
        }

        var hash = Hash(bytes);
        return _texts.Find(hash) is { } known && body.ValueTextEquals(known) ? known : _texts.Keep(hash, body.GetString() ?? "");
    }

    /// <summary>The texts as a list.</summary>
    internal EquatableList<string> List(ReadOnlySpan<string> texts)
    {
        var hash = texts.Length;
        foreach (var text in texts)
        {
            hash = Mix(hash, text);
        }

        return texts.IsEmpty ? []
            : _lists.Find(hash) is { } known && known.AsSpan().SequenceEqual(texts) ? known
            : _lists.Keep(hash, EquatableList.Create(texts));
    }

    /// <summary>The pairs as a list.</summary>
    internal EquatableList<KeyValuePair<string, string>> Pairs(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        var hash = pairs.Length;
        foreach (var (key, value) in pairs)
        {
            hash = Mix(Mix(hash, key), value);
        }

        return pairs.IsEmpty ? []
            : _pairs.Find(hash) is { } known && AreSame(known.AsSpan(), pairs) ? known
            : _pairs.Keep(hash, EquatableList.Create(pairs));
    }

    /// <summary>The node of an entry.</summary>
    internal CatalogNode Node(in NodeEntry entry)
    {
        var hash = Mix(0, entry.Name);
        return _nodes.Find(hash) is { } known && entry.Is(known) ? known : _nodes.Keep(hash, entry.ToNode());
    }

    /// <summary>The check of an entry; those of instances are all different.</summary>
    internal HealthCheck Check(in CheckEntry entry)
    {
        if (entry.IsOfInstance)
        {
            return entry.ToCheck();
        }

        var hash = Mix(Mix(0, entry.Node), entry.Id);
        var check = entry.ToCheck();
        return _checks.Find(hash) is { } known && known.Equals(check) ? known : _checks.Keep(hash, check);
    }

    private static bool AreSame(ReadOnlySpan<KeyValuePair<string, string>> one, ReadOnlySpan<KeyValuePair<string, string>> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var index = 0; index < one.Length; index++)
        {
            if (one[index].Key != other[index].Key || one[index].Value != other[index].Value)
            {
                return false;
            }
        }

        return true;
    }

    private static int Mix(int hash, string text) => unchecked((hash * 31) + text.GetHashCode(StringComparison.Ordinal));

    // FNV-1a: short, and good enough for texts of a few characters.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return unchecked((int)(hash ^ (hash >> 15)));
    }
}
