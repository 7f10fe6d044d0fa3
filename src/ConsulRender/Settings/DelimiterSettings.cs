namespace ConsulRender.Settings;

/// <summary>What begins and ends an output in a template; null leaves the word of whoever counts less, in the end <c>{{</c> and <c>}}</c>. Immutable.</summary>
public sealed record DelimiterSettings
{
    /// <summary>What begins an output.</summary>
    public string? Left { get; init; }

    /// <summary>What ends it.</summary>
    public string? Right { get; init; }
}
