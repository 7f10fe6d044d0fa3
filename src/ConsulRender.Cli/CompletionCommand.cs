using System.Text;
using ConsulRender.Cli.Arguments;

namespace ConsulRender.Cli;

/// <summary>Prints the completion script of a shell, made of the flags there are. Stateless.</summary>
internal static class CompletionCommand
{
    private const string Level = "log-level";
    private const string Levels = "trace debug info warn err";
    private const string Formats = "text json";
    private const string Shells = "bash zsh";

    /// <exception cref="UsageException">The shell is not known.</exception>
    public static ExitCode Run(ReadOnlySpan<string> arguments, TextWriter output)
    {
        output.Write(arguments switch
        {
            ["bash"] => Bash(),
            ["zsh"] => Zsh(),
            ["-h" or "-help" or "--help"] => HelpText.Completion,
            _ => throw new UsageException(["write 'consulrender completion bash' or 'consulrender completion zsh'"]),
        });
        return ExitCode.Success;
    }

    // A flag may have two dashes, and its value a word of its own or an equals sign, which is a word for bash.
    private static string Bash()
    {
        var text = new StringBuilder("""
            # bash completion for consulrender
            _consulrender() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words dash=
                [[ $word == = ]] && word= before="$before="
                [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
                before=${before%=}
                [[ $before == --* ]] && before=${before#-}
                case $before in

            """);
        text.Append("        ").AppendJoin('|', All().Where(IsFile).Select(flag => $"-{flag.Name}")).Append(") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
        text.Append("        -").Append(Level).Append(") COMPREPLY=($(compgen -W '").Append(Levels).Append("' -- \"$word\")); return ;;\n");
        text.Append("        ").AppendJoin('|', All().Where(IsFormat).Select(flag => $"-{flag.Name}")).Append(") COMPREPLY=($(compgen -W '").Append(Formats).Append("' -- \"$word\")); return ;;\n");
        text.Append("        ").AppendJoin('|', All().Where(IsOther).Select(flag => $"-{flag.Name}")).Append(") COMPREPLY=(); return ;;\n    esac\n    case ${COMP_WORDS[1]} in\n");
        foreach (var command in Commands.Names)
        {
            text.Append("        ").Append(command).Append(") words='").AppendJoin(' ', Words(command)).Append("' ;;\n");
        }

        text.Append("        *) words='").AppendJoin(' ', Names(FlagTable.Groups)).Append("' ;;\n    esac\n");
        text.Append("    ((COMP_CWORD == 1)) && words='").AppendJoin(' ', Names(FlagTable.Groups).Concat(Commands.Names)).Append("'\n");
        return text.Append("""
                [[ $word == --* ]] && dash=-
                COMPREPLY=($(compgen -P "$dash" -W "$words" -- "${word#"$dash"}"))
            }
            complete -o filenames -F _consulrender consulrender

            """).ToString();
    }

    private static string Zsh()
    {
        var text = new StringBuilder("""
            #compdef consulrender
            # zsh completion for consulrender
            case $words[2] in

            """);
        foreach (var command in Commands.Names)
        {
            text.Append("  ").Append(command).Append(")\n    shift words; ((CURRENT--))\n    _arguments");
            if (command == Commands.Completion)
            {
                text.Append(" '1:shell:(").Append(Shells).Append(")'");
            }
            else
            {
                AppendArguments(text, Flags(command));
            }

            text.Append("\n    ;;\n");
        }

        text.Append("  *)\n    _arguments");
        AppendArguments(text, FlagTable.Groups);
        return text.Append(" \\\n      '1::command:(").AppendJoin(' ', Commands.Names).Append(")'\n    ;;\nesac\n").ToString();
    }

    private static void AppendArguments(StringBuilder text, IEnumerable<FlagGroup> groups)
    {
        foreach (var flag in FlagTable.In(groups))
        {
            var action = IsFile(flag) ? "_files"
                : flag.Name == Level ? $"({Levels})"
                : IsFormat(flag) ? $"({Formats})"
                : "";
            text.Append(" \\\n      '").Append(flag.Kind is FlagKind.Item or FlagKind.Template ? "*" : "").Append('-').Append(flag.Name)
                .Append(flag.Kind == FlagKind.Switch ? "" : "=").Append('[').Append(Quoted(flag.Help)).Append(']')
                .Append(flag.Kind == FlagKind.Switch ? "" : $":{Quoted(flag.Value)}:{action}").Append('\'');
        }
    }

    private static string Quoted(string text) => text
        .Replace("'", "'\\''", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal);

    private static IEnumerable<FlagGroup> Flags(string command) => command switch
    {
        Commands.Check => FlagTable.OfCheck,
        Commands.Plan => [.. FlagTable.Groups, FlagTable.OfPlan],
        Commands.Status => FlagTable.OfStatus,
        Commands.Release or Commands.Rollback or Commands.Versions => FlagTable.OfControl,
        _ => FlagTable.Groups,
    };

    private static IEnumerable<string> Words(string command) => command == Commands.Completion ? [Shells] : Names(Flags(command));

    private static IEnumerable<string> Names(IEnumerable<FlagGroup> groups) => FlagTable.In(groups).Select(flag => $"-{flag.Name}");

    private static IEnumerable<FlagDefinition> All() => FlagTable.In([.. FlagTable.Groups, .. FlagTable.OfCheck, FlagTable.OfPlan]).DistinctBy(flag => flag.Name);

    private static bool IsFile(FlagDefinition flag) => flag.Value is "FILE" or "FOLDER" or "PATH" or "DIRECTORY";

    private static bool IsFormat(FlagDefinition flag) => flag.Value == "FORMAT";

    private static bool IsOther(FlagDefinition flag) => flag.Kind != FlagKind.Switch && flag.Name != Level && !IsFile(flag) && !IsFormat(flag);
}
