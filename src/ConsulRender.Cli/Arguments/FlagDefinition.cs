namespace ConsulRender.Cli.Arguments;

/// <summary>One flag: how it is written, which setting it is, and what the help says; immutable.</summary>
/// <param name="Name">Its name without dashes.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Path">The setting's path, such as <c>consul.ssl.cert</c>; null when it is no setting.</param>
/// <param name="Value">What stands for its value in the help; empty for a switch.</param>
/// <param name="Help">What it does, and its default.</param>
internal sealed record FlagDefinition(string Name, FlagKind Kind, string? Path, string Value, string Help)
{
    /// <summary>Other names of the same flag, which the help does not show.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>Whether it goes by that name.</summary>
    public bool Is(string name) => Name == name || OtherNames.Contains(name);
}

/// <summary>What a flag takes.</summary>
internal enum FlagKind
{
    /// <summary>Nothing, or <c>=true</c> or <c>=false</c>.</summary>
    Switch,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A text that may be empty.</summary>
    Signal,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A duration in Go's form.</summary>
    Duration,

    /// <summary><c>MIN[:MAX]</c>.</summary>
    Wait,

    /// <summary>A severity of log lines.</summary>
    Severity,

    /// <summary>A text that is one item of a list.</summary>
    Item,

    /// <summary><c>SOURCE:DESTINATION[:COMMAND]</c>, one item of the templates.</summary>
    Template,

    /// <summary><c>USER[:PASSWORD]</c>.</summary>
    Credentials,
}
