using System.Text.Json;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Dependencies;

/// <summary>All keys under a folder; answered with <c>EquatableList&lt;KeyPair&gt;</c> sorted by path.</summary>
public sealed record KeyTree(string Prefix, string? Datacenter = null) : ConsulQuery
{
    private static readonly Comparison<KeyPair> ByPath = (left, right) => string.CompareOrdinal(left.Path, right.Path);

    /// <summary>The prefix as a folder: <c>app</c>, <c>/app</c> and <c>app/</c> are <c>app/</c>, so that <c>apple</c> is not in it; empty and <c>/</c> are the whole store.</summary>
    internal string Folder => Prefix.Trim('/') is { Length: > 0 } name ? name + "/" : "";

    internal override string RequestPath => Question.Path("/v1/kv/" + Question.Key(Folder), Scope, ("recurse", "1"), ("dc", Datacenter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("tree", Prefix, Scope, ("dc", Datacenter));

    internal override Topic? Topic => new(TopicKind.Keys, Folder, Datacenter, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var folder = Folder;
        var pairs = new List<KeyPair>();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            var entry = new KeyEntry().Read(ref body);
            if (IsInFolder(folder, entry.Key))
            {
                pairs.Add(new(entry.Key, entry.Key[folder.Length..], entry.Value, entry.Flags));
            }
        }

        return ConsulJson.Sorted(pairs, ByPath);
    }

    internal override bool AnswersNotFound(out object? value)
    {
        value = EquatableList<KeyPair>.Empty;
        return true;
    }

    internal override object Answer(Fixture fixture) => fixture.Tree(Folder);

    /// <summary>Whether a key is a value in the folder; a key ending with a slash is a marker that some tools leave for a folder.</summary>
    internal static bool IsInFolder(string folder, string key) => key.StartsWith(folder, StringComparison.Ordinal) && !key.EndsWith('/');
}
