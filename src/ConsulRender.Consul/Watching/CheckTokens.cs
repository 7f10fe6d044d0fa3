using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>Reads checks token by token into the numbers of their services and nodes; owned by one dump.</summary>
/// <param name="prints">The numbers.</param>
/// <param name="depth">How deep the objects of checks are in the answer.</param>
internal sealed class CheckTokens(CatalogPrints prints, int depth)
{
    private Member _member;
    private NodePrint? _node;
    private ServicePrint? _service;
    private ulong _id;
    private ulong _index;
    private bool _isImported;

    /// <summary>Takes a token at the depth of a check or within one.</summary>
    internal void Take(ref Utf8JsonReader body)
    {
        if (body.CurrentDepth == depth + 1)
        {
            TakeMember(ref body);
        }
        else if (body.CurrentDepth == depth && body.TokenType == JsonTokenType.StartObject)
        {
            (_member, _node, _service, _id, _index, _isImported) = (Member.Other, null, null, Print.Start, 0, false);
        }
        else if (body.CurrentDepth == depth && body.TokenType == JsonTokenType.EndObject && !_isImported)
        {
            Count(_id.With(_node?.Hash ?? 0).With(_index));
        }
    }

    private void TakeMember(ref Utf8JsonReader body)
    {
        switch (_member)
        {
            case var _ when body.TokenType == JsonTokenType.PropertyName:
                _member = MemberOf(ref body);
                break;
            case Member.Node:
                _node = prints.NodeOf(ref body);
                break;
            case Member.CheckId:
                _id = _id.With(body.ValueSpan);
                break;
            case Member.ServiceName:
                _service = prints.ServiceOf(ref body);
                break;
            case Member.ModifyIndex:
                _index = ConsulJson.NumberHere(ref body);
                break;
            case Member.PeerName:
                _isImported = !body.ValueSpan.IsEmpty;
                break;
        }
    }

    private static Member MemberOf(ref Utf8JsonReader body) =>
        body.ValueTextEquals("Node"u8) ? Member.Node
        : body.ValueTextEquals("CheckID"u8) ? Member.CheckId
        : body.ValueTextEquals("ServiceName"u8) ? Member.ServiceName
        : body.ValueTextEquals("ModifyIndex"u8) ? Member.ModifyIndex
        : body.ValueTextEquals("PeerName"u8) ? Member.PeerName
        : Member.Other;

    private void Count(ulong print)
    {
        if (_service is not null)
        {
            _service.NextChecks += print;
        }
        else if (_node is not null)
        {
            _node.NextChecks += print;
        }
    }

    private enum Member
    {
        Other,
        Node,
        CheckId,
        ServiceName,
        ModifyIndex,
        PeerName,
    }
}
