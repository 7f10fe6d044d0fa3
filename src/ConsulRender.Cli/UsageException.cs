namespace ConsulRender.Cli;

/// <summary>A command line that cannot be used; each problem is one line.</summary>
internal sealed class UsageException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
