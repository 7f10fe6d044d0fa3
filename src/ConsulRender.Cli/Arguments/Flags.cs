using ConsulRender.Settings.Tree;

namespace ConsulRender.Cli.Arguments;

/// <summary>What the command line says, not yet merged with files and environment; immutable.</summary>
/// <param name="Given">The flags in their order.</param>
internal sealed record Flags(IReadOnlyList<GivenFlag> Given)
{
    // No Where(...).Select(...), which native code would have to look up at each start (docs/decisions/0007).
    /// <summary>The settings files and directories.</summary>
    public IReadOnlyList<string> Configs { get; } = [.. Given.Select(flag => flag.Flag.Name == FlagTable.Config.Name ? flag.Value : null).OfType<string>()];

    /// <summary>What the flags say that are settings.</summary>
    public SettingsObject Settings { get; } = FlagValues.Settings(Given);

    public bool Has(FlagDefinition flag) => Value(flag) is { } value && FlagValues.Bool(value) == true;

    /// <summary>The value that counts; null when the flag was not given.</summary>
    public string? Value(FlagDefinition flag) => Given.LastOrDefault(given => given.Flag.Name == flag.Name)?.Value;

    /// <summary>The flags of the program itself.</summary>
    /// <exception cref="UsageException">Every problem of the command line.</exception>
    public static Flags Parse(ReadOnlySpan<string> arguments) => new(FlagsParser.Parse(arguments, FlagTable.Groups, "consulrender -h"));
}
