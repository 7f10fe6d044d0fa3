using System.Text.Json;

namespace ConsulRender.Consul.Fixtures;

/// <summary>Understands a fixture file as a whole: nodes, services, keys, files and the time, in any order; owned by one load.</summary>
internal sealed class FixtureFile
{
    private readonly Dictionary<string, CatalogNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FixtureInstance>> _services = new(StringComparer.Ordinal);
    private SortedList<string, string> _keys = new(StringComparer.Ordinal);
    private SortedList<string, string>? _files;
    private DateTimeOffset _time = DateTimeOffset.UnixEpoch;

    /// <exception cref="FixtureException">The text is not a fixture; the message says where.</exception>
    internal static Fixture Read(string path, byte[] bytes)
    {
        var text = new FixtureText(path, bytes);
        try
        {
            var file = new FixtureFile();
            var reader = new FixtureReader(text);
            file.ReadAll(ref reader);
            return file.Resolve(reader);
        }
        catch (JsonException exception)
        {
            throw text.Fail(exception);
        }
        catch (InvalidOperationException)
        {
            throw new FixtureException($"{path}: a text in the fixture is not UTF-8; save the file as UTF-8");
        }
    }

    private void ReadAll(ref FixtureReader reader)
    {
        reader.EnterObject("the fixture");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.NextMember(out var name))
        {
            if (!seen.Add(name))
            {
                throw reader.Twice(reader.Offset, name);
            }

            switch (name)
            {
                case "nodes":
                    ReadNodes(ref reader);
                    break;
                case "services":
                    ReadServices(ref reader);
                    break;
                case "keys":
                    _keys = reader.Texts("\"keys\"");
                    break;
                case "files":
                    _files = reader.Texts("\"files\"");
                    break;
                case "time":
                    _time = reader.Time();
                    break;
                default:
                    throw reader.Unknown(name, "nodes, services, keys, files, time");
            }
        }

        reader.End();
    }

    private void ReadNodes(ref FixtureReader reader)
    {
        reader.EnterObject("\"nodes\"");
        while (reader.NextMember(out var name))
        {
            var offset = reader.Offset;
            if (!_nodes.TryAdd(name, FixtureNode.Read(ref reader, name)))
            {
                throw reader.Twice(offset, name);
            }
        }
    }

    private void ReadServices(ref FixtureReader reader)
    {
        reader.EnterObject("\"services\"");
        while (reader.NextMember(out var name))
        {
            if (!_services.TryAdd(name, []))
            {
                throw reader.Twice(reader.Offset, name);
            }

            reader.EnterArray($"\"{name}\"");
            while (reader.NextItem())
            {
                reader.ItemObject($"an instance of \"{name}\"");
                _services[name].Add(FixtureInstance.Read(ref reader));
            }
        }
    }

    // Nodes may stand after the services that use them, so instances are completed last.
    private Fixture Resolve(FixtureReader reader)
    {
        var services = new Dictionary<string, List<ServiceInstance>>(StringComparer.Ordinal);
        foreach (var (name, drafts) in _services)
        {
            var ids = new HashSet<(string Node, string Id)>();
            var instances = new List<ServiceInstance>(drafts.Count);
            foreach (var draft in drafts)
            {
                var instance = draft.Complete(reader, name, _nodes.GetValueOrDefault(draft.Node), IsOnlyOneWithoutId(drafts, draft));
                instances.Add(ids.Add((instance.Node, instance.Id))
                    ? instance
                    : throw reader.Fail(draft.Offset, $"\"{instance.Node}\" has two instances with the ID \"{instance.Id}\"; give each its own \"id\""));
            }

            services.Add(name, instances);
        }

        return new(services, _keys, Nodes(services)) { Files = _files, Time = _time };
    }

    private IEnumerable<CatalogNode> Nodes(Dictionary<string, List<ServiceInstance>> services) =>
        _nodes.Values.Concat(services.Values.SelectMany(instances => instances)
                .Where(instance => !_nodes.ContainsKey(instance.Node))
                .DistinctBy(instance => instance.Node)
                .Select(instance => instance.Host));

    private static bool IsOnlyOneWithoutId(List<FixtureInstance> drafts, FixtureInstance draft) =>
        drafts.Count(other => other.Node == draft.Node && other.Id is null) == 1;
}
