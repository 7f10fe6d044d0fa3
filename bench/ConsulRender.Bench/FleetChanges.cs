using System.Globalization;

namespace ConsulRender.Bench;

/// <summary>A change as it is sent, and the instances whose lines it may change; immutable.</summary>
/// <param name="Kind">What changes.</param>
/// <param name="Path">Where it is sent.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Instances">The instances that it touches.</param>
internal sealed record FleetChange(string Kind, string Path, string Body, IReadOnlyList<FleetInstance> Instances);

/// <summary>Changes the fleet and says what the agent must be told for it, all through the catalog; random, but the same in every run.</summary>
internal sealed class FleetChanges(Fleet fleet)
{
    private readonly Random _random = new(4);
    private readonly HashSet<int> _touched = [];

    /// <summary>What is changed.</summary>
    public Fleet Fleet => fleet;

    /// <summary>The transactions that register everything, one for each node.</summary>
    public IEnumerable<string> Registrations() => fleet.Nodes.Select(node =>
    {
        var operations = fleet.On(node).SelectMany(instance => (string[])
        [
            $$$"""{"Service":{"Verb":"set","Node":"{{{node.Name}}}","Service":{{{Service(instance)}}}}}""",
            $$$"""{"Check":{"Verb":"set","Check":{{{Check(instance)}}}}}""",
        ]);
        var first = $$$"""{"Node":{"Verb":"set","Node":{"Node":"{{{node.Name}}}","Address":"{{{node.Address}}}"} } }""";
        return $"[{first},{string.Join(',', operations)}]";
    });

    /// <summary>Transactions that change every node in a way that no line shows.</summary>
    public IEnumerable<string> Wakes() => fleet.Nodes.Select(node =>
        $$$"""[{"Node":{"Verb":"set","Node":{"Node":"{{{node.Name}}}","Address":"{{{node.Address}}}","Meta":{"woken":"1"} } } }]""");

    /// <summary>For two ports four checks, one change of tags and one of a node's address; never twice the same service while there are others.</summary>
    public FleetChange Isolated(int round)
    {
        var instance = Untouched();
        var change = (round % 8) switch
        {
            0 or 3 => Port(instance),
            1 or 2 or 4 or 5 => Status(instance),
            6 => Tag(instance),
            _ => Address(fleet.NodeOf(instance)),
        };
        _touched.UnionWith(change.Instances.Select(touched => touched.Service));
        return change;
    }

    /// <summary>A change of one service that its lines show, each time of another instance or kind.</summary>
    public FleetChange OfService(int service, int round)
    {
        FleetInstance[] visible = [.. fleet.Instances
            .Skip(service * fleet.Size.Instances).Take(fleet.Size.Instances)
            .Where(instance => instance.IsRegistered && !fleet.NodeOf(instance).IsCritical)];
        var instance = visible[round % visible.Length];
        return (round % 3, instance.IsCritical) switch
        {
            (1, _) or (_, true) => Status(instance),
            (0, _) => Port(instance),
            _ => Tag(instance),
        };
    }

    /// <summary>A random service that is listed now.</summary>
    public int AnyService() => AnyListed().Service;

    /// <summary>The mixture under load: 40 % ports, 35 % checks, 10 % registrations and deregistrations, 10 % tags, 5 % nodes.</summary>
    public FleetChange Random()
    {
        var instance = fleet.Instances[_random.Next(fleet.Instances.Count)];
        return _random.Next(40) switch
        {
            0 => Address(fleet.NodeOf(instance)),
            1 => NodeStatus(fleet.NodeOf(instance)),
            < 6 => Tag(instance),
            < 10 => Registration(instance),
            < 24 => Status(instance),
            _ => Port(instance),
        };
    }

    private FleetChange Port(FleetInstance instance)
    {
        instance.Port = 20_000 + ((instance.Port - 19_999) % 40_000);
        return Register("port", instance);
    }

    private FleetChange Tag(FleetInstance instance)
    {
        instance.Version++;
        return Register("tag", instance);
    }

    private FleetChange Status(FleetInstance instance)
    {
        if (!instance.IsRegistered)
        {
            return Registration(instance);
        }

        instance.IsCritical = !instance.IsCritical;
        return new("check", "catalog/register", $"{{{Node(instance)},\"Check\":{Check(instance)}}}", [instance]);
    }

    private FleetChange Registration(FleetInstance instance)
    {
        const string kind = "registration";
        if (!instance.IsRegistered)
        {
            return Register(kind, instance);
        }

        instance.IsRegistered = false;
        return new(kind, "catalog/deregister", $$$"""{"Node":"{{{fleet.NodeOf(instance).Name}}}","ServiceID":"{{{instance.Id}}}"}""", [instance]);
    }

    // The check went with the service, so it comes back with it.
    private FleetChange Register(string kind, FleetInstance instance)
    {
        var check = instance.IsRegistered ? "" : $",\"Check\":{Check(instance)}";
        instance.IsRegistered = true;
        return new(kind, "catalog/register", $"{{{Node(instance)},\"Service\":{Service(instance)}{check}}}", [instance]);
    }

    private FleetChange Address(FleetNode node)
    {
        node.Version++;
        return new("node", "catalog/register", $$$"""{"Node":"{{{node.Name}}}","Address":"{{{node.Address}}}"}""", fleet.On(node));
    }

    private FleetChange NodeStatus(FleetNode node)
    {
        node.IsCritical = !node.IsCritical;
        var check = $$$"""{"Node":"{{{node.Name}}}","CheckID":"node","Name":"node","Status":"{{{Status(node.IsCritical)}}}"}""";
        return new(
            "node check", "catalog/register",
            $$$"""{"Node":"{{{node.Name}}}","Address":"{{{node.Address}}}","SkipNodeUpdate":true,"Check":{{{check}}}}""", fleet.On(node));
    }

    private FleetInstance Untouched()
    {
        var instance = AnyListed();
        for (var attempt = 0; attempt < 50 && _touched.Contains(instance.Service); attempt++)
        {
            instance = AnyListed();
        }

        return instance;
    }

    // A change of an instance that is not listed would be in the file before it is made.
    private FleetInstance AnyListed()
    {
        FleetInstance instance;
        do
        {
            instance = fleet.Instances[_random.Next(fleet.Instances.Count)];
        }
        while (fleet.Line(instance) is null);
        return instance;
    }

    // Without SkipNodeUpdate the node would be written too.
    private string Node(FleetInstance instance) =>
        $$"""
        "Node":"{{fleet.NodeOf(instance).Name}}","Address":"{{fleet.NodeOf(instance).Address}}","SkipNodeUpdate":true
        """;

    private static string Service(FleetInstance instance) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"ID":"{{{instance.Id}}}","Service":"{{{instance.ServiceName}}}","Port":{{{instance.Port}}},"Tags":["production","http","v{{{instance.Version}}}"],"Meta":{"version":"1","zone":"a"}}
        """);

    private string Check(FleetInstance instance) =>
        $$$"""
        {"Node":"{{{fleet.NodeOf(instance).Name}}}","CheckID":"check-{{{instance.Id}}}","Name":"tcp","Status":"{{{Status(instance.IsCritical)}}}","ServiceID":"{{{instance.Id}}}"}
        """;

    private static string Status(bool isCritical) => isCritical ? "critical" : "passing";
}
