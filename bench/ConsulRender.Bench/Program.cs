using System.Globalization;
using ConsulRender.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchOptions.Parse(args);
var directory = Directory.CreateTempSubdirectory("consulrender-bench-").FullName;
try
{
    (string Part, Func<IEnumerable<Row>> Run)[] parts =
    [
        ("once", new OnceBench(options, directory).Run),
        ("latency", new ChangeBench(options, directory).Run),
        ("memory", new MemoryBench(options, directory).Run),
        ("render", () => new RenderBench(options, directory).Run().Concat(new ParseBench(options).Run())),
        ("scale", new ScaleBench(options, directory).Run),
    ];
    var rows = new List<Row>();
    foreach (var (part, run) in parts.Where(part => options.Wants(part.Part)))
    {
        await Console.Error.WriteLineAsync($"measuring: {part}");
        rows.AddRange(run());
    }

    Table.Print(rows, Console.Out);
    return 0;
}
finally
{
    Directory.Delete(directory, recursive: true);
}
