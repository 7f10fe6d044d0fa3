using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConsulRender.Settings.Tree;

/// <summary>Puts trees over each other and finds places in them. Stateless.</summary>
public static class SettingsTree
{
    private const int LongestKey = 60;

    // Nearly all objects have few members, which are found as fast without a dictionary; vars may have any number.
    private const int Few = 100;

    /// <summary>A tree that says nothing.</summary>
    public static SettingsObject Empty(string source) => new([], new SettingsOrigin(source));

    /// <summary>Both together: lists of templates grow, objects are merged, and of everything else the higher's word holds.</summary>
    public static SettingsObject Merge(SettingsObject lower, SettingsObject higher) =>
        lower.Members.Count == 0 ? Normal(higher) : MergeObjects(Normal(lower), Normal(higher), "");

    /// <summary>A tree that says one thing at a path such as <c>consul</c>, <c>ssl</c>, <c>cert</c>.</summary>
    public static SettingsObject Of(SettingsNode value, params ReadOnlySpan<string> path) =>
        new([new SettingsMember(path[0], value.Origin, path.Length == 1 ? value : Of(value, path[1..]))], value.Origin);

    /// <summary>A piece of settings as JSON in one line.</summary>
    public static string ToJson(SettingsNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            TreeJson.Write(writer, node);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Where the thing of a path such as <c>$.template[1].check</c> was said; of its nearest parent when nobody said it.</summary>
    public static SettingsOrigin Locate(SettingsObject tree, string path)
    {
        SettingsNode here = tree;
        var origin = tree.Origin;
        foreach (var step in Steps(path))
        {
            switch (here)
            {
                case SettingsObject parent when parent.Find(step) is { } member:
                    (here, origin) = (member.Value, member.Origin);
                    break;
                case SettingsList list when int.TryParse(step, out var index) && index < list.Items.Count:
                    (here, origin) = (list.Items[index], list.Items[index].Origin);
                    break;
                default:
                    return origin;
            }
        }

        return origin;
    }

    /// <summary>The path of a member; a name that would not be read back as one stands in brackets.</summary>
    public static string Member(string parent, string name) => parent + (name.AsSpan().ContainsAny(".[]") || name.Length == 0 ? $"['{name}']" : $".{name}");

    /// <summary>A key as a message shows it: quoted, in one line, and no longer than anybody reads.</summary>
    public static string Shown(string key)
    {
        var length = key.Length <= LongestKey ? key.Length : char.IsHighSurrogate(key[LongestKey - 1]) ? LongestKey - 1 : LongestKey;
        var shown = key.ToCharArray(0, length);
        for (var index = 0; index < length; index++)
        {
            shown[index] = char.IsControl(shown[index]) || shown[index] is '\u2028' or '\u2029' ? '?' : shown[index];
        }

        return $"\"{new string(shown)}{(length < key.Length ? "..." : "")}\"";
    }

    private static IEnumerable<string> Steps(string path)
    {
        for (var rest = path.TrimStart('$'); rest.Length > 0;)
        {
            var isQuoted = rest.StartsWith("['", StringComparison.Ordinal);
            var start = isQuoted ? 2 : 1;
            var end = isQuoted ? rest.IndexOf("']", start, StringComparison.Ordinal)
                : rest[0] == '[' ? rest.IndexOf(']', StringComparison.Ordinal)
                : rest.AsSpan(1).IndexOfAny('.', '[') is var next and >= 0 ? next + 1
                : rest.Length;
            yield return rest[start..end];
            rest = rest[(isQuoted ? end + 2 : rest[0] == '[' ? end + 1 : end)..];
        }
    }

    // One template may be written without the brackets of a list.
    private static SettingsObject Normal(SettingsObject tree)
    {
        for (var index = 0; index < tree.Members.Count; index++)
        {
            if (tree.Members[index] is { Name: "template", Value: SettingsObject single } member)
            {
                var list = new SettingsList([single with { Origin = member.Origin }], member.Origin);
                return tree with { Members = [.. tree.Members.Take(index), member with { Value = list }, .. tree.Members.Skip(index + 1)] };
            }
        }

        return tree;
    }

    private static SettingsObject MergeObjects(SettingsObject lower, SettingsObject higher, string path)
    {
        var kept = IsConnection(path) ? ConsulWords.Forgetting(lower, higher) : lower;
        var said = kept.Members.Count + higher.Members.Count > Few ? higher.Members.ToDictionary(member => member.Name, StringComparer.Ordinal) : null;
        var known = said is null ? null : kept.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var members = new List<SettingsMember>(kept.Members.Count + higher.Members.Count);
        foreach (var member in kept.Members)
        {
            members.Add((said is null ? higher.Find(member.Name) : said.GetValueOrDefault(member.Name)) is { } over ? MergeMembers(member, over, path) : member);
        }

        members.AddRange(higher.Members.Where(member => known is null ? kept.Find(member.Name) is null : !known.Contains(member.Name)));
        return lower with { Members = members };
    }

    private static SettingsMember MergeMembers(SettingsMember lower, SettingsMember higher, string path) => (lower.Value, higher.Value) switch
    {
        (SettingsObject low, SettingsObject high) => higher with { Value = MergeObjects(low, high, $"{path}.{lower.Name}") },
        (SettingsList low, SettingsList high) when Grows(path, lower.Name) => lower with { Value = low with { Items = [.. low.Items, .. high.Items] } },
        _ => higher,
    };

    private static bool IsConnection(string path) =>
        path.StartsWith(".consul", StringComparison.Ordinal) || path.StartsWith(".agents.", StringComparison.Ordinal);

    // Each of these says one more thing wherever it stands; consul-template's lists do the same.
    private static bool Grows(string path, string name) => path == ".exec.env" || (path.Length == 0 && name == "template");
}
