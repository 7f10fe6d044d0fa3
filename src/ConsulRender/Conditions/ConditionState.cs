namespace ConsulRender.Conditions;

/// <summary>How a group, or the whole daemon, is; a later one is worse.</summary>
public enum ConditionState
{
    /// <summary>Every file is what the data say, as far as is known.</summary>
    Healthy,

    /// <summary>Something is not there yet; nothing failed.</summary>
    Waiting,

    /// <summary>Something failed, or is held; the last good files are in place.</summary>
    Degraded,
}
