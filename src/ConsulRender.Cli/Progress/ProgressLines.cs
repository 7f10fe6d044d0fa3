using ConsulRender.Consul;

namespace ConsulRender.Cli.Progress;

/// <summary>Says in a few lines what a short run has done and what it lacks. Stateless.</summary>
internal static class ProgressLines
{
    private const int MostNamed = 3;

    /// <summary>The lines; none before the first turn.</summary>
    public static IEnumerable<string> Of(RunnerStatus status)
    {
        if (status.Groups.Count == 0)
        {
            yield break;
        }

        var missing = status.Groups.SelectMany(group => group.Missing).DistinctBy(missing => missing.Dependency).ToList();
        var fetched = missing.Where(missing => !missing.IsAbsent && !status.Troubles.ContainsKey(missing.Dependency)).Select(missing => missing.Dependency).ToList();
        yield return First(status, fetched);

        // What does not come by itself is what a person can do something about.
        var waiting = missing.Where(missing => missing.IsAbsent || status.Troubles.ContainsKey(missing.Dependency)).ToList();
        foreach (var one in waiting.Take(MostNamed))
        {
            yield return $"  waiting for {status.Describe(one)}";
        }

        if (waiting.Count > MostNamed)
        {
            yield return $"  and for {waiting.Count - MostNamed} more";
        }
    }

    private static string First(RunnerStatus status, List<Dependency> fetched)
    {
        var ready = status.Groups.Count(group => group.Outcome is not null || group.Missing.Count == 0);
        var counted = $"{ready} of {status.Groups.Count} {(status.Groups.Count == 1 ? "output" : "outputs")} ready";
        return fetched.Count == 0 ? counted : $"{counted}, fetching {fetched.Count}: {string.Join(", ", fetched.Take(MostNamed))}{(fetched.Count > MostNamed ? ", ..." : "")}";
    }
}
