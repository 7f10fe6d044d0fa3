using System.Globalization;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>What a process takes of its host at one moment; immutable.</summary>
/// <param name="Memory">Resident memory in KiB.</param>
/// <param name="Files">Open descriptors.</param>
/// <param name="Threads">Threads.</param>
public sealed record ProcessFigures(int Memory, int Files, int Threads)
{
    /// <summary>Asks the system.</summary>
    public static ProcessFigures Of(int processId)
    {
        var status = File.ReadAllLines($"/proc/{processId}/status");
        return new(Number(status, "VmRSS:"), Directory.EnumerateFiles($"/proc/{processId}/fd").Count(), Number(status, "Threads:"));
    }

    /// <summary>The mean of several, each number by itself.</summary>
    public static ProcessFigures Mean(IReadOnlyCollection<ProcessFigures> all) =>
        new((int)all.Average(one => one.Memory), (int)Math.Round(all.Average(one => one.Files)), (int)Math.Round(all.Average(one => one.Threads)));

    private static int Number(string[] status, string name) =>
        int.Parse(status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
