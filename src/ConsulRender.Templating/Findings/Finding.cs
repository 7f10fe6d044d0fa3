namespace ConsulRender.Templating.Findings;

/// <summary>One thing that is wrong or doubtful in settings or templates; immutable.</summary>
/// <param name="Position">Where; the file may be a settings file, too.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Rule">The rule that found it, by a name that does not change.</param>
/// <param name="Message">What, and what to do.</param>
public sealed record Finding(SourcePosition Position, FindingSeverity Severity, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Severity.ToString().ToLowerInvariant()}: {Message}";
}

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>It works, and is probably not what was meant.</summary>
    Warning,

    /// <summary>Nothing can be rendered with it.</summary>
    Error,
}
