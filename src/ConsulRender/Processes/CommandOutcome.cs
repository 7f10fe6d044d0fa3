namespace ConsulRender.Processes;

/// <summary>How a command ended; immutable.</summary>
/// <param name="Problem">What went wrong, as the rest of a sentence about the command; null when it succeeded.</param>
/// <param name="Output">The tail of what it printed.</param>
internal sealed record CommandOutcome(string? Problem, string Output)
{
    public bool Succeeded => Problem is null;

    /// <summary>The output as lines beneath a message; nothing when it printed nothing.</summary>
    public string IndentedOutput => Output.Length == 0 ? "" : $"\n  {Output.Replace("\n", "\n  ", StringComparison.Ordinal)}";

    public static CommandOutcome Success(string output) => new(null, output);

    public static CommandOutcome Failure(string problem, string output) => new(problem, output);
}
