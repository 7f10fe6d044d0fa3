using ConsulRender.Processes;

namespace ConsulRender.Groups;

/// <summary>How the last attempt to bring a group's files up to date ended; a closed family, immutable.</summary>
public abstract record ApplyOutcome
{
    private ApplyOutcome()
    {
    }

    /// <summary>What the operator should know however it ended, a line each: a repaired mode or owner, a file that cannot be replaced in one step.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The files held the right text already; nothing was written and nothing was run.</summary>
    public sealed record Unchanged : ApplyOutcome;

    /// <summary>Files were replaced and the reload commands succeeded.</summary>
    /// <param name="Paths">The files whose text changed.</param>
    /// <param name="CheckOutput">What the check commands printed although they succeeded, such as warnings.</param>
    public sealed record Applied(IReadOnlyList<string> Paths, IReadOnlyList<string> CheckOutput) : ApplyOutcome
    {
        /// <summary>The files that were removed, because their items are gone.</summary>
        public IReadOnlyList<string> Removed { get; init; } = [];

        /// <summary>The reload commands that were run for it, once for all groups that changed with it.</summary>
        public IReadOnlyList<CommandLine> Commands { get; init; } = [];
    }

    /// <summary>Nothing changed on disk, or everything was put back.</summary>
    /// <param name="Kind">What failed.</param>
    /// <param name="Message">What, where and what to do; the first line stands alone.</param>
    public sealed record Failed(FailureKind Kind, string Message) : ApplyOutcome
    {
        /// <summary>What ends it in a daemon, to be said behind the message; nothing mostly.</summary>
        public string Advice { get; init; } = "";

        /// <summary>Whether <c>-once</c> fails with it. Default true; not for templates whose <c>error_fatal</c> is false.</summary>
        public bool IsFatal { get; init; } = true;

        /// <summary>Whether files may be in place that no reload has succeeded with, because it failed and not everything could be undone.</summary>
        public bool OwesReload { get; init; }

        /// <summary>Whether the same text may be right later, because another template is in its way now.</summary>
        public bool MayPass { get; init; }

        /// <summary>Whether nothing was tried, because the reload had failed with the same files and their next try is not due; the outcome of before holds.</summary>
        public bool IsSkipped { get; init; }

        /// <summary>Whether the outcome of another group, which failed with it, has told it.</summary>
        public bool IsTold { get; init; }
    }
}

/// <summary>What failed in a group; the command line gives each its exit code.</summary>
public enum FailureKind
{
    /// <summary>The template failed at run time.</summary>
    Template,

    /// <summary>Consul refused a query the group needs (400 or 403).</summary>
    Consul,

    /// <summary>A guard refused the text.</summary>
    Guard,

    /// <summary>A file could not be read, staged, swapped or restored.</summary>
    Destination,

    /// <summary>A check command failed, timed out or could not be started.</summary>
    Check,

    /// <summary>A reload command failed, timed out or could not be started; the previous files are back.</summary>
    Reload,
}
