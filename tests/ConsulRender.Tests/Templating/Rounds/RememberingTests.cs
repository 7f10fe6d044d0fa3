using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using ConsulRender.Templating.Rounds;

namespace ConsulRender.Tests.Templating.Rounds;

/// <summary>Renders again and again with one memory, from readings that a test changes; three services are there at first.</summary>
public abstract class RememberingTests
{
    private readonly RenderMemory _memory = new();
    private Snapshot _snapshot = Snapshot.Empty;

    private protected RememberingTests()
    {
        Names("api", "db", "web");
        Service("api", 80);
        Service("db", 81);
        Service("web", 82, 83);
    }

    protected static Template Parse(string text) => Template.Parse(new TemplateSource("t", text), new TemplateOptions());

    protected IReadOnlySet<Dependency> Used(Template template)
    {
        using var rendering = template.Render(_snapshot, _memory);
        return rendering.Used;
    }

    /// <summary>How many rounds the last render did not run again.</summary>
    protected int Replayed => _memory.Replayed;

    /// <summary>Has nothing be known, as at a start.</summary>
    protected void Forget() => _snapshot = Snapshot.Empty;

    protected void Names(params string[] names) => Read(new ServiceNames(), EquatableList.Create<ServiceName>([.. names.Select(name => new ServiceName(name, []))]));

    protected void Service(string name, params int[] ports) => Read(new HealthyService(name), EquatableList.Create<ServiceInstance>([.. ports.Select(port => Instance(name, port))]));

    private static ServiceInstance Instance(string name, int port) => new()
    {
        Id = $"{name}-{port}",
        Name = name,
        Address = "10.0.0.1",
        Port = port,
        Tags = ["a", "b"],
        Host = new CatalogNode { Name = "n", Address = "10.0.0.1" },
    };

    protected void Read(Dependency dependency, object? value) => _snapshot = _snapshot.With(new Reading(dependency, 1, value, DateTimeOffset.UnixEpoch));

    protected string Render(Template template)
    {
        using var rendering = template.Render(_snapshot, _memory);
        return rendering.Text.ToString();
    }

    protected string Outcome(Template template)
    {
        try
        {
            return Render(template);
        }
        catch (TemplateException exception)
        {
            return exception.Message;
        }
    }

    protected string Plain(Template template)
    {
        using var rendering = template.Render(_snapshot);
        return rendering.Text.ToString();
    }
}
