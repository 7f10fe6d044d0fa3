using System.Diagnostics;
using ConsulRender.Templating;

namespace ConsulRender.Bench;

/// <summary>Parsing of the HAProxy sample's internal template with all its partials, read from the repository beforehand.</summary>
internal sealed class ParseBench(BenchOptions options)
{
    private const string Folder = "templates/haproxy";

    /// <summary>Measures time and allocation of a parse after the first.</summary>
    public IEnumerable<Row> Run()
    {
        var texts = Directory.GetFiles(Folder, "*.liquid").ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
        var source = new TemplateSource("internal", texts["haproxy-internal.cfg"]);
        var settings = new TemplateOptions { FindPartial = name => texts.TryGetValue(name, out var text) ? new TemplateSource(name, text) : null };
        var time = new Samples();
        var allocated = new Samples();
        for (var round = -20; round < options.Rounds(500, 50); round++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            Template.Parse(source, settings);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (round >= 0)
            {
                time.Add(elapsed);
                allocated.Add(bytes / 1024.0);
            }
        }

        yield return new("parse the HAProxy sample: us", time, null, Target.None);
        yield return new("parse the HAProxy sample: allocated, KiB", allocated, null, Target.None);
    }
}
