namespace ConsulRender.Consul.Watching;

/// <summary>How an agent is asked when there is not a connection for each question: who sees the changes of which. Pure and immutable.</summary>
internal sealed class WatchPlan
{
    // Fewer services of a catalog are not worth four connections.
    private const int LeastServices = 8;
    private const int MostCatalogs = 4;
    private const int ConnectionsPerCatalog = 4;
    private const int MostFolders = 16;
    private const int MostCallers = 12;

    private readonly HashSet<DatacenterScope> _catalogs;
    private readonly HashSet<Folder> _folders;
    private readonly HashSet<ConsulQuery> _rota;

    /// <summary>A plan for questions that are more than the budget of connections.</summary>
    internal WatchPlan(IReadOnlyCollection<ConsulQuery> queries, int budget)
    {
        var topics = queries.Select(query => query.Topic).OfType<Topic>().ToList();
        _catalogs = CatalogsOf(topics, Math.Clamp(budget / (4 * ConnectionsPerCatalog), 1, MostCatalogs));
        _folders = FoldersOf(topics, Math.Min(MostFolders, budget / 4));
        _rota = [];
        Places = Math.Max(0, budget - Callers(budget) - (_catalogs.Count * ConnectionsPerCatalog) - _folders.Count);

        // Half of the places are for those that change of late.
        _rota.UnionWith(queries.Where(query => query.PollInterval is null && RingerOf(query) is null).Skip(Places / 2).ToList());
    }

    /// <summary>How many questions may block by themselves.</summary>
    internal int Places { get; }

    /// <summary>How many that were called may ask at once.</summary>
    internal static int Callers(int budget) => Math.Clamp(budget / 4, 2, MostCallers);

    /// <summary>What sees the changes of a question: the catalog's <see cref="DatacenterScope"/>, a <see cref="Folder"/>, or for the rota this plan's own class; null when it blocks by itself.</summary>
    internal object? RingerOf(ConsulQuery query) => query.Topic switch
    {
        { Kind: TopicKind.Keys } keys when FolderOf(keys) is { } folder => folder,
        { Kind: TopicKind.Service or TopicKind.ServiceNames } topic when _catalogs.Contains(topic.DatacenterScope) => topic.DatacenterScope,
        _ => _rota.Contains(query) ? typeof(WatchPlan) : null,
    };

    private Folder? FolderOf(Topic keys)
    {
        for (var folder = keys.Folder; folder.Path.Length > 0; folder = folder.Parent)
        {
            if (_folders.Contains(folder))
            {
                return folder;
            }
        }

        return null;
    }

    private static HashSet<DatacenterScope> CatalogsOf(List<Topic> topics, int most) =>
    [
        .. topics.Where(topic => topic.Kind == TopicKind.Service)
            .GroupBy(topic => topic.DatacenterScope)
            .Where(catalog => catalog.Count() >= LeastServices)
            .OrderByDescending(catalog => catalog.Count())
            .Take(most)
            .Select(catalog => catalog.Key),
    ];

    // The deepest folders that hold several of the keys; when there are too many of them, those above. Never the whole store.
    private static HashSet<Folder> FoldersOf(List<Topic> topics, int most)
    {
        var folders = topics.Where(topic => topic.Kind == TopicKind.Keys).Select(topic => topic.Folder).Where(folder => folder.Path.Length > 0).ToList();
        while (folders.Distinct().Count() > most && folders.Max(folder => folder.Depth) is > 1 and var deepest)
        {
            folders = [.. folders.Select(folder => folder.Depth == deepest ? folder.Parent : folder)];
        }

        return
        [
            .. folders.GroupBy(folder => folder)
                .Where(folder => folder.Count() > 1)
                .OrderByDescending(folder => folder.Count())
                .Take(most)
                .Select(folder => folder.Key),
        ];
    }
}
