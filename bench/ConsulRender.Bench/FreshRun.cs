using System.Diagnostics;
using System.Text;

namespace ConsulRender.Bench;

/// <summary>A contestant's own -once, which asks for everything anew, as the judge of the file that its daemon left.</summary>
internal static class FreshRun
{
    /// <summary>How many lines differ, in either direction; the same lines in another order count as one. Null when -once does not end well.</summary>
    public static int? Differences(Contestant contestant, string directory, BenchAgent agent, ReadOnlySpan<byte> file)
    {
        var name = Guid.NewGuid().ToString("N");
        var destination = Path.Combine(directory, name);
        var template = contestant.WriteTemplate(directory, name, contestant.CatalogTemplate);
        var arguments = Contestant.OnceArguments(agent.Address, template, destination, agent.Certificate?.AuthorityFile);
        using var process = Process.Start(contestant.Program, arguments);
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            process.Kill();
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            return null;
        }

        var fresh = File.ReadAllBytes(destination);
        if (file.SequenceEqual(fresh))
        {
            return 0;
        }

        var (held, asked) = (Lines(file), Lines(fresh));
        return Math.Max(1, held.Except(asked).Count() + asked.Except(held).Count());
    }

    private static string[] Lines(ReadOnlySpan<byte> file) => Encoding.UTF8.GetString(file).Split('\n');
}
