using ConsulRender.Templating;

namespace ConsulRender.Settings;

/// <summary>How far templates may go, as the settings file spells it; what is null is said elsewhere or left at its default. Immutable.</summary>
public sealed record LimitSettings
{
    private static readonly TimeSpan _longestRender = TimeSpan.FromMinutes(10);

    /// <summary>Blocks or parentheses inside each other. 10 to 500, default 200.</summary>
    public long? Nesting { get; init; }

    /// <summary>Partials and macros inside each other. 1 to 1,000, default 100.</summary>
    public long? IncludeDepth { get; init; }

    /// <summary>Loop rounds and uses of partials and macros of one render. 1 to 2,000,000,000, default 5,000,000.</summary>
    public long? Iterations { get; init; }

    /// <summary>Bytes of text that one render makes. 1 to 1,000,000,000, default 268,435,456.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>Characters of a regular expression. 1 to 20,000, default 2,000.</summary>
    public long? PatternLength { get; init; }

    /// <summary>Steps of one use of a regular expression. 1,000 to 100,000,000,000, default 100,000,000.</summary>
    public long? PatternSteps { get; init; }

    /// <summary>How long one render may take. Above 0, at most 10 min, default 10 s.</summary>
    public TimeSpan? RenderTime { get; init; }

    /// <summary>The limits of a template: its own, else those of the whole settings, else the defaults.</summary>
    internal static TemplateLimits Merge(LimitSettings? own, LimitSettings? common)
    {
        var defaults = new TemplateLimits();
        long Of(Func<LimitSettings, long?> limit, long otherwise) =>
            (own is null ? null : limit(own)) ?? (common is null ? null : limit(common)) ?? otherwise;
        return new TemplateLimits
        {
            Nesting = (int)Of(limits => limits.Nesting, defaults.Nesting),
            IncludeDepth = (int)Of(limits => limits.IncludeDepth, defaults.IncludeDepth),
            Iterations = (int)Of(limits => limits.Iterations, defaults.Iterations),
            OutputBytes = Of(limits => limits.OutputBytes, defaults.OutputBytes),
            PatternLength = (int)Of(limits => limits.PatternLength, defaults.PatternLength),
            PatternSteps = Of(limits => limits.PatternSteps, defaults.PatternSteps),
            RenderTime = own?.RenderTime ?? common?.RenderTime ?? defaults.RenderTime,
        };
    }

    /// <summary>The limits that are out of their range.</summary>
    internal IEnumerable<(string Key, string Message)> Problems()
    {
        (string Name, long? Value, long Least, long Most)[] counts =
        [
            ("nesting", Nesting, 10, 500),
            ("include_depth", IncludeDepth, 1, 1_000),
            ("iterations", Iterations, 1, 2_000_000_000),
            ("output_bytes", OutputBytes, 1, 1_000_000_000),
            ("pattern_length", PatternLength, 1, 20_000),
            ("pattern_steps", PatternSteps, 1_000, 100_000_000_000),
        ];
        foreach (var (name, value, least, most) in counts)
        {
            if (value < least || value > most)
            {
                yield return ($".limits.{name}", $"\"{name}\" must be from {least} to {most}");
            }
        }

        if (RenderTime <= TimeSpan.Zero || RenderTime > _longestRender)
        {
            yield return (".limits.render_time", "\"render_time\" must be above 0 and at most 10m");
        }
    }
}
