namespace ConsulRender.Settings;

/// <summary>Settings that cannot be used; each problem is one line with file, line and column where there are any.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>What is wrong and what to do, one line each; never empty.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>Whether flags and the environment are all that is wrong.</summary>
    public bool IsCommandLine { get; init; }
}
