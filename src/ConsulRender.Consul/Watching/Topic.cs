namespace ConsulRender.Consul.Watching;

/// <summary>What kind of thing an answer speaks of.</summary>
internal enum TopicKind
{
    /// <summary>The instances of one service, and their checks.</summary>
    Service,

    /// <summary>The names and tags of all services.</summary>
    ServiceNames,

    /// <summary>A key, or with a slash at its end a folder of keys.</summary>
    Keys,
}

/// <summary>What an answer speaks of: all questions about one thing change together, so one coarser question can tell for many of them. Immutable.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">The service, or the key's path.</param>
/// <param name="Datacenter">The datacenter; null is the agent's.</param>
/// <param name="Scope">Namespace and partition.</param>
internal sealed record Topic(TopicKind Kind, string Name, string? Datacenter, QueryScope Scope)
{
    /// <summary>The catalog or the key store that it is in.</summary>
    internal DatacenterScope DatacenterScope => new(Datacenter, Scope);

    /// <summary>The folder that a key is in; a folder is in itself.</summary>
    internal Folder Folder => new(DatacenterScope, Name[..(Name.LastIndexOf('/') + 1)]);
}

/// <summary>One catalog and key store among those that an agent can be asked about. Immutable.</summary>
internal sealed record DatacenterScope(string? Datacenter, QueryScope Scope);

/// <summary>A folder of keys; its path ends with a slash, or is empty for the whole store. Immutable.</summary>
internal sealed record Folder(DatacenterScope DatacenterScope, string Path)
{
    /// <summary>How many folders deep it is.</summary>
    internal int Depth => Path.AsSpan().Count('/');

    /// <summary>The folder that it is in.</summary>
    internal Folder Parent => this with { Path = Path[..(Path.AsSpan(0, Path.Length - 1).LastIndexOf('/') + 1)] };
}
