using System.Text;
using ConsulRender.Cli.Arguments;

namespace ConsulRender.Cli;

/// <summary>Prints the completion script of a shell, made of the flags there are. Stateless.</summary>
internal static class CompletionCommand
{
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

    private static string Bash()
    {
        var text = new StringBuilder("""
            # bash completion for consulrender
            _consulrender() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                case $before in

            """);
        text.Append("        ").AppendJoin('|', Files()).Append(") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
        text.Append("        -log-level) COMPREPLY=($(compgen -W 'trace debug info warn err' -- \"$word\")); return ;;\n");
        text.Append("        -log-format|-format) COMPREPLY=($(compgen -W 'text json' -- \"$word\")); return ;;\n");
        text.Append("        completion) COMPREPLY=($(compgen -W 'bash zsh' -- \"$word\")); return ;;\n");
        text.Append("        ").AppendJoin('|', WithValues()).Append(") return ;;\n    esac\n");
        text.Append("    local words='").AppendJoin(' ', AllFlags()).Append("'\n");
        text.Append("    ((COMP_CWORD == 1)) && words+=' ").AppendJoin(' ', Commands.Names).Append("'\n");
        return text.Append("""
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -o filenames -F _consulrender consulrender

            """).ToString();
    }

    private static string Zsh()
    {
        var text = new StringBuilder("#compdef consulrender\n# zsh completion for consulrender\n_arguments \\\n");
        foreach (var flag in FlagTable.In(FlagTable.Groups))
        {
            var repeats = flag.Kind is FlagKind.Item or FlagKind.Template ? "*" : "";
            var value = flag.Kind == FlagKind.Switch ? "" : $":{flag.Value}:{(IsFile(flag) ? "_files" : "")}";
            text.Append("  '").Append(repeats).Append('-').Append(flag.Name).Append('[').Append(Quoted(flag.Help)).Append(']').Append(value.Replace("[:", "[\\:", StringComparison.Ordinal)).Append("' \\\n");
        }

        return text.Append("  '1::command:(").AppendJoin(' ', Commands.Names).Append(")'\n").ToString();
    }

    private static string Quoted(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static IEnumerable<string> AllFlags() => FlagTable.In(FlagTable.Groups).Select(flag => $"-{flag.Name}");

    private static IEnumerable<string> Files() => FlagTable.In(FlagTable.Groups).Where(IsFile).Select(flag => $"-{flag.Name}");

    private static IEnumerable<string> WithValues() =>
        FlagTable.In(FlagTable.Groups).Where(flag => flag.Kind != FlagKind.Switch && !IsFile(flag)).Select(flag => $"-{flag.Name}");

    private static bool IsFile(FlagDefinition flag) => flag.Value is "FILE" or "FOLDER" or "PATH";
}
