using ConsulRender.Templating;

namespace ConsulRender.Cli.Arguments;

/// <summary>Reads a command line in Go's style: one dash or two, <c>-flag value</c> or <c>-flag=value</c>; of a flag that is given twice the last one counts. Used once.</summary>
/// <seealso href="https://pkg.go.dev/flag#hdr-Command_line_flag_syntax"/>
internal sealed class FlagsParser(IReadOnlyList<FlagDefinition> known, string help)
{
    private readonly List<GivenFlag> _given = [];
    private readonly List<string> _problems = [];

    /// <summary>What was given, in its order.</summary>
    /// <param name="arguments">What was written.</param>
    /// <param name="groups">The flags there are.</param>
    /// <param name="help">How to ask for the help, such as <c>consulrender -h</c>.</param>
    /// <exception cref="UsageException">Every problem of the command line.</exception>
    public static IReadOnlyList<GivenFlag> Parse(ReadOnlySpan<string> arguments, IEnumerable<FlagGroup> groups, string help)
    {
        var parser = new FlagsParser([.. FlagTable.In(groups)], help);
        while (!arguments.IsEmpty)
        {
            arguments = parser.Take(arguments);
        }

        return parser._problems.Count == 0 ? parser._given : throw new UsageException(parser._problems);
    }

    private ReadOnlySpan<string> Take(ReadOnlySpan<string> arguments)
    {
        var argument = arguments[0];
        var rest = arguments[1..];
        if (argument == "--")
        {
            return AfterFlags(rest);
        }

        if (argument.Length < 2 || argument[0] != '-')
        {
            _problems.Add(Unexpected(argument));
            return rest;
        }

        var (name, value) = Split(argument);
        if (Find(name) is not { } flag)
        {
            _problems.Add(Unknown(name));

            // What follows a mistyped flag is its value, and may be a secret.
            return value is null && rest is [var next, ..] && !next.StartsWith('-') ? rest[1..] : rest;
        }

        if (flag.Kind == FlagKind.Switch)
        {
            Give(flag, value ?? "true");
            return rest;
        }

        Give(flag, value ?? (rest.IsEmpty ? "" : rest[0]));
        return value is null && !rest.IsEmpty ? rest[1..] : rest;
    }

    // With Go's programs it ends the flags, and this one takes nothing else.
    private ReadOnlySpan<string> AfterFlags(ReadOnlySpan<string> rest)
    {
        if (!rest.IsEmpty)
        {
            _problems.Add($"behind -- nothing is a flag, and every argument belongs to one; remove -- ('{help}' lists the flags)");
        }

        return [];
    }

    private void Give(FlagDefinition flag, string value)
    {
        if (FlagValues.Problem(flag, value) is { } problem)
        {
            _problems.Add(problem);
            return;
        }

        _given.Add(new GivenFlag(flag, value));
    }

    private FlagDefinition? Find(string name)
    {
        foreach (var flag in known)
        {
            if (flag.Is(name))
            {
                return flag;
            }
        }

        return null;
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : argument[1..];
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (name, null) : (name[..equals], name[(equals + 1)..]);
    }

    private string Unexpected(string argument) => _given is [.., { Flag: { Kind: FlagKind.Switch } flag }] && FlagValues.Bool(argument) is not null
        ? $"unexpected argument '{argument}'; write -{flag.Name}={argument}"
        : Commands.Names.Contains(argument)
        ? $"the command '{argument}' must come before every flag"
        : $"unexpected argument '{argument}'; every argument belongs to a flag ('{help}' lists them)";

    private string Unknown(string name)
    {
        if (name.StartsWith("vault-", StringComparison.Ordinal) || name.StartsWith("nomad-", StringComparison.Ordinal))
        {
            return $"flag -{name} is not supported: ConsulRender does not read {(name[0] == 'v' ? "Vault" : "Nomad")}; remove it";
        }

        var suggestion = Spelling.Nearest(name, known.Select(flag => flag.Name)) is { } nearest ? $"did you mean -{nearest}?" : $"'{help}' lists the flags";
        return $"unknown flag -{name}; {suggestion}";
    }
}

/// <summary>A flag with the value that it was given; immutable.</summary>
/// <param name="Flag">Which.</param>
/// <param name="Value">What was written; <c>true</c> for a switch that stands alone.</param>
internal sealed record GivenFlag(FlagDefinition Flag, string Value)
{
    /// <summary>Which flag, and not its value: that may be a secret.</summary>
    public override string ToString() => $"-{Flag.Name}";
}
