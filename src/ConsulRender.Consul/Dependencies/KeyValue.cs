using System.Text.Json;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One key; answered with its value as <c>string</c>, or absent.</summary>
public sealed record KeyValue(string Key, string? Datacenter = null) : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/kv/" + Question.Key(Key), Scope, ("dc", Datacenter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("key", Key, Scope, ("dc", Datacenter));

    internal override Topic? Topic => new(TopicKind.Keys, Key.TrimStart('/'), Datacenter, Scope);

    internal override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        string? value = null;
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            value = new KeyEntry().Read(ref body).Value;
        }

        // A key that does not exist is a 404.
        return value ?? throw new JsonException("there is no entry");
    }

    internal override bool AnswersNotFound(out object? value)
    {
        value = null;
        return true;
    }

    internal override object? Answer(Fixture fixture) => fixture.Key(Key.TrimStart('/'));
}
