namespace ConsulRender.Conditions;

/// <summary>Why a group, or the whole daemon, is not healthy; each has one name in every output.</summary>
public enum ConditionReason
{
    /// <summary>It is healthy.</summary>
    None,

    /// <summary>First answers are awaited, or the first change is under way.</summary>
    Starting,

    /// <summary>A key or a file that a template needs does not exist.</summary>
    Missing,

    /// <summary>Something that it reads from Consul cannot be read now.</summary>
    Consul,

    /// <summary>A local file that it reads cannot be read now.</summary>
    File,

    /// <summary>Its data are those of an earlier run, since Consul has not answered yet.</summary>
    Stale,

    /// <summary>A template failed at run time.</summary>
    Template,

    /// <summary>A guard refused the text.</summary>
    Guard,

    /// <summary>A file could not be read, staged, swapped or restored.</summary>
    Destination,

    /// <summary>A check command refused the text.</summary>
    Check,

    /// <summary>A reload command failed.</summary>
    Reload,

    /// <summary>An earlier version is in place, until it is released.</summary>
    RolledBack,

    /// <summary>The supervised child has ended.</summary>
    Crashed,
}
