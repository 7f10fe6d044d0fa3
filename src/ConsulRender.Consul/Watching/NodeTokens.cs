using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>Reads nodes with their instances and checks token by token into the numbers of their services; owned by one dump.</summary>
/// <seealso cref="CheckTokens"/>
internal sealed class NodeTokens(CatalogPrints prints)
{
    // A list of nodes; each an object with lists of instances and checks.
    private const int NodeDepth = 1;
    private const int InstanceDepth = 3;

    private readonly CheckTokens _checks = new(prints, InstanceDepth);
    private readonly List<(ServicePrint Service, ulong Print)> _instances = [];
    private Part _part;
    private NodePrint? _node;
    private ulong _own;
    private Member _member;
    private ServicePrint? _service;
    private ulong _id;
    private ulong _index;
    private bool _isImported;

    /// <summary>Takes a token.</summary>
    internal void Take(ref Utf8JsonReader body)
    {
        if (body.CurrentDepth <= NodeDepth)
        {
            TakeEnd(ref body);
        }
        else if (body.CurrentDepth == NodeDepth + 1 && body.TokenType == JsonTokenType.PropertyName)
        {
            _part = body.ValueTextEquals("Node"u8) ? Part.Name
                : body.ValueTextEquals("Services"u8) ? Part.Services
                : body.ValueTextEquals("Checks"u8) ? Part.Checks
                : Part.Other;
        }
        else
        {
            TakePart(ref body);
        }
    }

    // Begins or ends a node.
    private void TakeEnd(ref Utf8JsonReader body)
    {
        if (body.TokenType == JsonTokenType.StartObject)
        {
            (_part, _node, _own) = (Part.Other, null, Print.Start);
            _instances.Clear();
        }
        else if (body.TokenType == JsonTokenType.EndObject)
        {
            foreach (var (service, print) in _instances)
            {
                service.NextInstances += _own.With(_node?.Hash ?? 0).With(print);
                _node?.NextServices.Add(service);
            }
        }
    }

    private void TakePart(ref Utf8JsonReader body)
    {
        switch (_part)
        {
            case Part.Name:
                _node = prints.NodeOf(ref body);
                break;
            case Part.Services:
                TakeInstance(ref body);
                break;
            case Part.Checks:
                _checks.Take(ref body);
                break;
            case Part.Other:
                // Addresses and metadata; there is no index of the node itself.
                _own = _own.With(body.ValueSpan);
                break;
        }
    }

    private void TakeInstance(ref Utf8JsonReader body)
    {
        if (body.CurrentDepth == InstanceDepth + 1)
        {
            TakeMember(ref body);
        }
        else if (body.CurrentDepth == InstanceDepth && body.TokenType == JsonTokenType.StartObject)
        {
            (_member, _service, _id, _index, _isImported) = (Member.Other, null, Print.Start, 0, false);
        }
        else if (body.CurrentDepth == InstanceDepth && body.TokenType == JsonTokenType.EndObject && _service is not null && !_isImported)
        {
            _instances.Add((_service, _id.With(_index)));
        }
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
        body.ValueTextEquals("ID"u8) ? Member.Id
        : body.ValueTextEquals("Service"u8) ? Member.Service
        : body.ValueTextEquals("ModifyIndex"u8) ? Member.ModifyIndex
        : body.ValueTextEquals("PeerName"u8) ? Member.PeerName
        : Member.Other;

    private enum Part
    {
        Other,
        Name,
        Services,
        Checks,
    }

    private enum Member
    {
        Other,
        Id,
        Service,
        ModifyIndex,
        PeerName,
    }
}
