using System.Text.Json;

namespace ConsulRender.Consul.Watching;

/// <summary>Reads checks token by token into the numbers of their services and nodes; owned by one dump.</summary>
/// <param name="prints">The numbers.</param>
/// <param name="depth">How deep the objects of checks are in the answer.</param>
internal sealed class CheckTokens(CatalogPrints prints, int depth)
{
    private readonly EntryTokens _entry = new(prints, depth, "CheckID", "ServiceName");

    /// <summary>Takes a token at the depth of a check or within one.</summary>
    internal void Take(ref Utf8JsonReader body)
    {
        if (!_entry.Take(ref body) || _entry.IsImported)
        {
            return;
        }

        var print = _entry.Print.With(_entry.Node?.Hash ?? 0);
        if (_entry.Service is { } service)
        {
            service.NextChecks += print;
        }
        else if (_entry.Node is { } node)
        {
            node.NextChecks += print;
        }
    }
}
