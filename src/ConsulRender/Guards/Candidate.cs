using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;

namespace ConsulRender.Guards;

/// <summary>A complete rendering with the readings that it was made of, which is what guards judge; immutable, good as long as the rendering.</summary>
internal sealed class Candidate(Rendering rendering, Snapshot readings)
{
    private readonly Dictionary<ServiceNames, Dictionary<string, ServiceName>> _lists = [];

    /// <summary>What the template made.</summary>
    public Rendering Rendering => rendering;

    /// <summary>The readings that the template has used.</summary>
    public IEnumerable<Reading> Readings => rendering.Used.Select(readings.Find).OfType<Reading>();

    /// <summary>Whether the template still asks a question, or would if a list of services did not say that there is nothing to ask for.</summary>
    public bool IsMeant(Dependency dependency) => rendering.Used.Contains(dependency) || IsUnlisted(dependency);

    /// <summary>Whether a question has no data now.</summary>
    public bool IsEmpty(Dependency dependency) =>
        rendering.Used.Contains(dependency) ? IsNothing(dependency, readings.Find(dependency)?.Value) : IsUnlisted(dependency);

    /// <summary>Whether an answer holds no data; only Consul's are ever doubted.</summary>
    public static bool IsNothing(Dependency dependency, object? value) => dependency is ConsulQuery query && query.IsNothing(value);

    // A template that asks for each service of a list stops asking for one that is gone from it.
    private bool IsUnlisted(Dependency dependency) =>
        dependency is HealthyService { Connect: false } service
        && List(new ServiceNames(service.Datacenter) { Scope = service.Scope }) is { } names
        && !(names.TryGetValue(service.Name, out var listed) && (string.IsNullOrEmpty(service.Tag) || listed.Tags.Contains(service.Tag)));

    private Dictionary<string, ServiceName>? List(ServiceNames question)
    {
        if (!rendering.Used.Contains(question) || readings.Find(question)?.Value is not IReadOnlyList<ServiceName> names)
        {
            return null;
        }

        if (!_lists.TryGetValue(question, out var list))
        {
            list = names.ToDictionary(name => name.Name, StringComparer.Ordinal);
            _lists.Add(question, list);
        }

        return list;
    }
}
