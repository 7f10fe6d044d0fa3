using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>Reads instances or checks, one after another, token by token; owned by whoever reads the answer that they are in.</summary>
/// <param name="prints">Knows services and nodes by their names.</param>
/// <param name="depth">How deep the objects are in the answer.</param>
/// <param name="id">What they call their ID.</param>
/// <param name="service">What they call their service.</param>
internal sealed class EntryTokens(CatalogPrints prints, int depth, string id, string service)
{
    private Member _member;
    private ulong _id;
    private ulong _index;

    /// <summary>The service of the last entry; null for a check of a node.</summary>
    internal ServicePrint? Service { get; private set; }

    /// <summary>The node of the last entry, where entries say it.</summary>
    internal NodePrint? Node { get; private set; }

    /// <summary>Whether the last entry is a peer's.</summary>
    internal bool IsImported { get; private set; }

    /// <summary>A number for the last entry and its state.</summary>
    internal ulong Print => _id.With(_index);

    /// <summary>Takes a token; true when an entry has ended with it.</summary>
    internal bool Take(ref Utf8JsonReader body)
    {
        if (body.CurrentDepth == depth + 1)
        {
            TakeMember(ref body);
        }
        else if (body.CurrentDepth == depth && body.TokenType == JsonTokenType.StartObject)
        {
            (_member, _id, _index, Service, Node, IsImported) = (Member.Other, Watching.Print.Start, 0, null, null, false);
        }

        return body.CurrentDepth == depth && body.TokenType == JsonTokenType.EndObject;
    }

    private void TakeMember(ref Utf8JsonReader body)
    {
        switch (_member)
        {
            case var _ when body.TokenType == JsonTokenType.PropertyName:
                _member = MemberOf(ref body);
                break;
            case Member.Id:
                _id = _id.With(body.ValueSpan);
                break;
            case Member.Service:
                Service = prints.ServiceOf(ref body);
                break;
            case Member.Node:
                Node = prints.NodeOf(ref body);
                break;
            case Member.ModifyIndex:
                _index = ConsulJson.NumberHere(ref body);
                break;
            case Member.PeerName:
                IsImported = !body.ValueSpan.IsEmpty;
                break;
        }
    }

    private Member MemberOf(ref Utf8JsonReader body) =>
        body.ValueTextEquals(id) ? Member.Id
        : body.ValueTextEquals(service) ? Member.Service
        : body.ValueTextEquals("ModifyIndex"u8) ? Member.ModifyIndex
        : body.ValueTextEquals("Node"u8) ? Member.Node
        : body.ValueTextEquals("PeerName"u8) ? Member.PeerName
        : Member.Other;

    private enum Member
    {
        Other,
        Id,
        Service,
        Node,
        ModifyIndex,
        PeerName,
    }
}
