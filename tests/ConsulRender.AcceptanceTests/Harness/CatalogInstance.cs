using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>One instance as a registrator writes it into the catalog; immutable.</summary>
public sealed record CatalogInstance(string Node, string NodeAddress, string Service, string Id, int Port)
{
    /// <summary>The tags, in the order they are registered.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The state of its one check; null for an instance without a check, which counts as passing.</summary>
    public string? Status { get; init; }

    /// <summary>What the check printed last: noise that must not cause a change.</summary>
    public string CheckOutput { get; init; } = "";

    internal JsonObject ToRegistration() => new()
    {
        ["Node"] = Node,
        ["Address"] = NodeAddress,
        ["Service"] = new JsonObject
        {
            ["ID"] = Id,
            ["Service"] = Service,
            ["Address"] = NodeAddress,
            ["Port"] = Port,
            ["Tags"] = new JsonArray([.. Tags.Select(tag => JsonValue.Create(tag))]),
        },
        ["Check"] = Status is null
            ? null
            : new JsonObject
            {
                ["Node"] = Node,
                ["CheckID"] = $"service:{Id}",
                ["Name"] = "http",
                ["Status"] = Status,
                ["Output"] = CheckOutput,
                ["ServiceID"] = Id,
            },
    };
}
