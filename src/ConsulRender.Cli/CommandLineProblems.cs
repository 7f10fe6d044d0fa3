using System.CommandLine;
using System.CommandLine.Parsing;
using ConsulRender.Templating;

namespace ConsulRender.Cli;

/// <summary>Says what is wrong with a command line in Go's style, for every command alike. Used once.</summary>
internal sealed class CommandLineProblems(Command command, string[] arguments, string help)
{
    /// <summary>Reads the arguments.</summary>
    /// <param name="command">The flags there are.</param>
    /// <param name="arguments">What was written.</param>
    /// <param name="help">How to ask for the help, such as <c>consulrender -h</c>.</param>
    /// <exception cref="UsageException">Every problem of the command line.</exception>
    public static ParseResult Parse(Command command, string[] arguments, string help)
    {
        var result = command.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var found = new CommandLineProblems(command, arguments, help);
        var problems = found.Unmatched(result.UnmatchedTokens).Concat(found.Errors(result)).ToList();
        return problems.Count == 0 ? result : throw new UsageException(problems);
    }

    private IEnumerable<string> Unmatched(IReadOnlyList<string> tokens)
    {
        foreach (var token in tokens)
        {
            var before = arguments.ElementAtOrDefault(Array.IndexOf(arguments, token) - 1) ?? "";
            if (token.StartsWith('-'))
            {
                yield return Unknown(Name(token));
            }
            else if (Array.Find(arguments, argument => argument.StartsWith('-') && argument.EndsWith($"={token}", StringComparison.Ordinal)) is { } whole)
            {
                yield return $"flag -{Name(whole)} has a wrong value; write -{Name(whole)} or -{Name(whole)}=false";
            }
            else if (!before.StartsWith('-') || !tokens.Contains(before))
            {
                yield return token == CheckCommand.Name
                    ? $"the command '{token}' must come before every flag"
                    : $"unexpected argument '{token}'; every argument belongs to a flag ('{help}' lists them)";
            }

            // What follows a mistyped flag is its value, and may be a secret.
        }
    }

    private static string Name(string argument) => argument.TrimStart('-').Split('=')[0];

    private string Unknown(string name)
    {
        var known = command.Options.Select(option => option.Name.TrimStart('-'));
        var suggestion = Spelling.Nearest(name, known) is { } nearest ? $"did you mean -{nearest}?" : $"'{help}' lists the flags";
        return $"unknown flag -{name}; {suggestion}";
    }

    // Unknown flags are told apart above; what is left is a flag without its value, or with one too many.
    private IEnumerable<string> Errors(ParseResult result) =>
        result.Errors
            .Where(error => error.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult })
            .Select(error => Describe((error.SymbolResult as OptionResult ?? (OptionResult)error.SymbolResult!.Parent!).Option.Name, error))
            .Distinct();

    private string Describe(string option, ParseError error)
    {
        var name = option.TrimStart('-');
        var values = error.SymbolResult is OptionResult result ? result.Tokens.Count : 1;
        return values switch
        {
            0 => $"flag -{name} needs a value",
            1 => $"flag -{name} has a wrong value ('{help}' tells what it takes)",
            _ => $"flag -{name} may be given only once",
        };
    }
}
