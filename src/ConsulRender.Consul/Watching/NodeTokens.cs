using System.Text.Json;

namespace ConsulRender.Consul.Watching;

/// <summary>Reads nodes with their instances and checks token by token into the numbers of their services; owned by one dump.</summary>
internal sealed class NodeTokens(CatalogPrints prints)
{
    // A list of nodes; each an object with lists of instances and checks.
    private const int NodeDepth = 1;
    private const int EntryDepth = 3;

    private readonly EntryTokens _instance = new(prints, EntryDepth, "ID", "Service");
    private readonly CheckTokens _checks = new(prints, EntryDepth);
    private readonly List<(ServicePrint Service, ulong Print)> _instances = [];
    private Part _part;
    private NodePrint? _node;
    private ulong _own;

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
            case Part.Services when _instance.Take(ref body) && _instance is { Service: { } service, IsImported: false }:
                _instances.Add((service, _instance.Print));
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

    private enum Part
    {
        Other,
        Name,
        Services,
        Checks,
    }
}
