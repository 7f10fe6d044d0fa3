using ConsulRender.ColdStarts;
using ConsulRender.State;

namespace ConsulRender.Cli;

/// <summary>Decides which run uses saved readings, and which saves its own. Stateless.</summary>
internal static class KeptReadings
{
    /// <summary>A daemon does both when it has the state directory to itself, else neither.</summary>
    public static Job ForDaemon(Job job, bool ownsState) =>
        ownsState && job.State is { } state ? job with { ColdStart = new ColdStartOptions(state.SnapshotFile) { WithSecrets = job.Settings.StateSecrets } } : job;

    /// <summary>A short run does both when it is allowed to use them, and neither when it is not: then it looks at nothing but its files.</summary>
    /// <exception cref="UsageException">It is to use them, and there is no place where any could be.</exception>
    public static Job ForOnce(Job job)
    {
        if (job.AllowStale is not { } oldest)
        {
            return job;
        }

        // Those of a daemon that runs are better than those of a run beside it.
        return job.State is { } state
            ? job with { ColdStart = new ColdStartOptions(state.SnapshotFile) { OldestAllowed = oldest, WithSecrets = job.Settings.StateSecrets, Saves = !StateLock.IsHeld(state) } }
            : throw new UsageException(["flag -allow-stale needs a place for saved readings, and HOME is not set; name one with -state-dir"]);
    }
}
