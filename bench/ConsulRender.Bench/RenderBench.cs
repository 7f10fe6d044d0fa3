using System.Diagnostics;
using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;

namespace ConsulRender.Bench;

/// <summary>One render of 1,000 services with 10 instances each, in this process, which is compiled as the product is.</summary>
internal sealed class RenderBench(BenchOptions options, string directory)
{
    private const int Services = 1000;
    private const int Instances = 10;

    private const string Text = """
        {%- for s in services() %}
        backend {{ s.name }}
          balance roundrobin
          {%- for i in service(s.name) %}
          server {{ i.node }}-{{ forloop.index0 }} {{ i.address }}:{{ i.port }} check inter 10s
          {%- endfor %}
        {%- endfor %}

        """;

    /// <summary>Measures time and allocation of a render after the first.</summary>
    public IEnumerable<Row> Run()
    {
        var template = Template.Parse(new TemplateSource("bench.liquid", Text), new TemplateOptions());
        var snapshot = Readings();
        var time = new Samples();
        var allocated = new Samples();
        for (var round = -5; round < options.Rounds(100, 15); round++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            using var rendering = template.Render(snapshot);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            Expect(rendering);
            if (round >= 0)
            {
                time.Add(elapsed);
                allocated.Add(bytes / 1024.0);
            }
        }

        yield return new($"render {Services} services x {Instances}: ms", time, null, Target.AtMost(10));
        yield return new($"render {Services} services x {Instances}: allocated, KiB", allocated, null, Target.AtMost(2048));
    }

    private static void Expect(Rendering rendering)
    {
        var lines = rendering.Text.ToString().Count(character => character == '\n');
        if (!rendering.IsComplete || lines < Services * (Instances + 2))
        {
            throw new InvalidOperationException($"the render gave {lines} lines");
        }
    }

    // A fixture answers each question anew; a daemon holds readings, and those are what a render costs with.
    private Snapshot Readings()
    {
        var path = Path.Combine(directory, "catalog.json");
        File.WriteAllText(path, Catalog());
        var fixture = Snapshot.Load(path);
        var snapshot = Snapshot.Empty.With(fixture.Find(new ServiceNames())!);
        for (var service = 0; service < Services; service++)
        {
            snapshot = snapshot.With(fixture.Find(new HealthyService(Name(service)))!);
        }

        return snapshot;
    }

    private static string Catalog()
    {
        var text = new StringBuilder("{ \"services\": {");
        for (var service = 0; service < Services; service++)
        {
            text.Append(service == 0 ? "" : ",").Append("\n\"").Append(Name(service)).Append("\": [");
            for (var instance = 0; instance < Instances; instance++)
            {
                text.Append(instance == 0 ? "" : ",")
                    .Append($$"""{ "node": "node-{{instance}}", "id": "i{{instance}}", "address": "10.0.0.{{instance}}", "port": {{20_000 + instance}}, "tags": ["production", "http"] }""");
            }

            text.Append(']');
        }

        return text.Append("} }").ToString();
    }

    private static string Name(int service) => $"service-{service:D4}";
}
