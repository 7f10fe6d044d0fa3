using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Saved;

/// <summary>How one kind of question is saved: its name, its parts as texts and back, and its answer in Consul's own JSON, which the question itself reads again. Immutable.</summary>
internal sealed record SavedKind
{
    private static readonly SavedKind[] _all =
    [
        Of<HealthyService>("service", SavedValue.Instances, IsOpen, Parts, From),
        Of<ServiceNames>("services", SavedValue.ServiceNames, IsOpen, query => [("dc", query.Datacenter)], parts => new(parts.Find("dc"))),
        Of<Nodes>("nodes", SavedValue.Nodes, IsOpen,
            query => [("dc", query.Datacenter), ("near", query.Near), ("filter", query.Filter)],
            parts => new(parts.Find("dc"), parts.Find("near"), parts.Find("filter"))),
        Of<NodeByName>("node", SavedValue.NodeServices, IsOpen, query => [("name", query.Name), ("dc", query.Datacenter)], parts => new(parts.Get("name"), parts.Find("dc"))),
        Of<HealthChecks>("checks", SavedValue.Checks, IsOpen,
            query => [("by", query.By.ToString()), ("name", query.Name), ("dc", query.Datacenter), ("filter", query.Filter)],
            parts => new(parts.By(), parts.Get("name"), parts.Find("dc"), parts.Find("filter"))),
        Of<PreparedQuery>("prepared_query", SavedValue.PreparedInstances, IsOpen,
            query => [("name", query.Name), ("dc", query.Datacenter), ("near", query.Near)],
            parts => new(parts.Get("name"), parts.Find("dc"), parts.Find("near"))),
        Of<Datacenters>("datacenters", SavedValue.Texts, IsOpen),
        Of<AgentSelf>("agent", SavedValue.Agent, IsOpen),
        Of<CaRoots>("ca_roots", SavedValue.CaRoots, IsOpen),
        Of<Partitions>("partitions", SavedValue.Objects, IsOpen),
        Of<Peerings>("peerings", SavedValue.Objects, IsOpen),
        Of<ExportedServices>("exported_services", SavedValue.Objects, IsOpen),
        Of<ImportedServices>("imported_services", SavedValue.Objects, IsOpen),
        Of<KeyNames>("keys", SavedValue.Texts, IsOpen, query => [("name", query.Prefix), ("dc", query.Datacenter)], parts => new(parts.Get("name"), parts.Find("dc"))),

        // Whatever somebody put into Consul as text may be a password.
        Of<KeyValue>("key", SavedValue.Key, IsSecret, query => [("name", query.Key), ("dc", query.Datacenter)], parts => new(parts.Get("name"), parts.Find("dc"))),
        Of<KeyTree>("tree", SavedValue.Pairs, IsSecret, query => [("name", query.Prefix), ("dc", query.Datacenter)], parts => new(parts.Get("name"), parts.Find("dc"))),
        Of<ConfigEntry>("config_entry", SavedValue.ConfigEntry, IsSecret,
            query => [("config", query.Kind), ("name", query.Name), ("dc", query.Datacenter)],
            parts => new(parts.Get("config"), parts.Find("name"), parts.Find("dc"))),
        Of<CaLeaf>("ca_leaf", SavedValue.CaLeaf, IsSecret, query => [("name", query.Service)], parts => new(parts.Get("name"))),
    ];

    private static readonly Dictionary<Type, SavedKind> _byType = _all.ToDictionary(kind => kind.Type);
    private static readonly Dictionary<string, SavedKind> _byName = _all.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    private SavedKind()
    {
    }

    /// <summary>The word for it in the file, which is the function that asks it.</summary>
    internal required string Name { get; init; }

    /// <summary>The question without its scope, as texts.</summary>
    internal required Func<ConsulQuery, (string Name, string? Text)[]> PartsOf { get; init; }

    /// <summary>The question of such texts.</summary>
    internal required Func<SavedParts, ConsulQuery> Make { get; init; }

    /// <summary>Writes an answer that is there as Consul would.</summary>
    internal required Action<Utf8JsonWriter, object> Write { get; init; }

    /// <summary>Whether an answer may hold a secret.</summary>
    internal required Func<object?, bool> MayBeSecret { get; init; }

    private Type Type { get; init; } = typeof(ConsulQuery);

    /// <summary>The kind of a question; null for one that is not saved, such as a file, which is on the disk itself.</summary>
    internal static SavedKind? Of(Dependency dependency) => _byType.GetValueOrDefault(dependency.GetType());

    /// <summary>The kind of that name; null when there is none.</summary>
    internal static SavedKind? Named(string name) => _byName.GetValueOrDefault(name);

    private static bool IsOpen(object? value) => false;

    // That there is nothing is no secret.
    private static bool IsSecret(object? value) => value is not (null or IReadOnlyCollection<object> { Count: 0 });

    private static (string Name, string? Text)[] Parts(HealthyService query) =>
    [
        ("name", query.Name), ("tag", query.Tag), ("dc", query.Datacenter), ("near", query.Near), ("filter", query.Filter),
        ("all", query.PassingOnly ? null : ""), ("connect", query.Connect ? "" : null),
    ];

    private static HealthyService From(SavedParts parts) =>
        new(parts.Get("name"), parts.Find("tag"), parts.Find("dc"), parts.Find("near"), PassingOnly: parts.Find("all") is null)
        {
            Filter = parts.Find("filter"),
            Connect = parts.Find("connect") is not null,
        };

    private static SavedKind Of<T>(string name, Action<Utf8JsonWriter, object> write, Func<object?, bool> mayBeSecret)
        where T : ConsulQuery, new() => Of<T>(name, write, mayBeSecret, _ => [], _ => new());

    private static SavedKind Of<T>(
        string name,
        Action<Utf8JsonWriter, object> write,
        Func<object?, bool> mayBeSecret,
        Func<T, (string Name, string? Text)[]> partsOf,
        Func<SavedParts, T> make)
        where T : ConsulQuery => new()
        {
            Name = name,
            Type = typeof(T),
            PartsOf = query => partsOf((T)query),
            Make = make,
            Write = write,
            MayBeSecret = mayBeSecret,
        };
}
