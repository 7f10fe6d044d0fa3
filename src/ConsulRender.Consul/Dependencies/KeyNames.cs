using System.Text.Json;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The names of all keys under a folder, without their values; answered with <c>EquatableList&lt;string&gt;</c> of whole paths, sorted.</summary>
public sealed record KeyNames(string Prefix, string? Datacenter = null) : ConsulQuery
{
    private string Folder => new KeyTree(Prefix).Folder;

    internal override string RequestPath => Question.Path("/v1/kv/" + Question.Key(Folder), Scope, ("keys", "1"), ("dc", Datacenter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("keys", Prefix, Scope, ("dc", Datacenter));

    internal override Topic? Topic => new(TopicKind.Keys, Folder, Datacenter, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var folder = Folder;
        return (EquatableList<string>)[.. ConsulJson.SortedUnique([.. ConsulJson.Texts(ref body)]).Where(key => KeyTree.IsInFolder(folder, key))];
    }

    internal override bool AnswersNotFound(out object? value)
    {
        value = EquatableList<string>.Empty;
        return true;
    }

    internal override object Answer(Fixture fixture) => (EquatableList<string>)[.. fixture.Tree(Folder).Select(pair => pair.Path)];
}
