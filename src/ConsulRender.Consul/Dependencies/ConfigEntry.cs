using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>A configuration entry, answered with its JSON as <c>string</c>, or absent; without a name all of a kind as <c>EquatableList&lt;string&gt;</c> sorted by name.</summary>
public sealed record ConfigEntry(string Kind, string? Name = null, string? Datacenter = null) : ConsulQuery
{
    internal override string RequestPath => Question.Path(
        "/v1/config/" + Uri.EscapeDataString(Kind) + (Name is null ? "" : "/" + Uri.EscapeDataString(Name)),
        Scope,
        ("dc", Datacenter));

    /// <inheritdoc/>
    public override string ToString()
    {
        var call = Question.Call("config_entry", Kind, Scope, ("name", Name), ("dc", Datacenter));
        return call.Replace(", name: ", ", ", StringComparison.Ordinal);
    }

    internal override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        if (Name is null)
        {
            return PlainJson.List(ref body, "Name");
        }

        return ConsulJson.EnterObject(ref body) ? PlainJson.Object(ref body, "Name", out _) : null;
    }

    internal override bool AnswersNotFound(out object? value)
    {
        value = Name is null ? EquatableList<string>.Empty : null;
        return true;
    }

    internal override object? Answer(Fixture fixture) => Name is null ? EquatableList<string>.Empty : null;
}
