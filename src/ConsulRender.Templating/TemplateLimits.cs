namespace ConsulRender.Templating;

/// <summary>
/// How far one template may go before it is called a mistake; immutable, owned by its options. The settings file spells these in snake
/// case under <c>limits</c>, and whoever fills them in from elsewhere keeps to the ranges himself.
/// </summary>
public sealed record TemplateLimits
{
    /// <summary>Blocks inside blocks, or parentheses inside parentheses, in one file. 10 to 500, default 200.</summary>
    public int Nesting { get; init; } = 200;

    /// <summary>Partials and macros inside each other. 1 to 1,000, default 100.</summary>
    public int IncludeDepth { get; init; } = 100;

    /// <summary>Loop rounds, partials and macro calls of one render, all together. 1 to 2,000,000,000, default 5,000,000.</summary>
    public int Iterations { get; init; } = 5_000_000;

    /// <summary>
    /// Bytes of text that one render makes: its output, captured text and long texts of filters. 1 to 1,000,000,000, default 256 MiB.
    /// </summary>
    public long OutputBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Characters of one regular expression. 1 to 20,000, default 2,000.</summary>
    public int PatternLength { get; init; } = 2_000;

    /// <summary>
    /// Steps that one use of a regular expression may take, so that its time is bounded without a clock; a character of the text costs
    /// about as many steps as the expression has ways under way there. 1,000 to 100,000,000,000, default 100,000,000.
    /// </summary>
    public long PatternSteps { get; init; } = 100_000_000;

    /// <summary>
    /// How long one render may take by the clock of the options. The clock is looked at between steps, so one filter that is at work is
    /// not interrupted. Above 0, at most 10 min, default 10 s.
    /// </summary>
    public TimeSpan RenderTime { get; init; } = TimeSpan.FromSeconds(10);
}
