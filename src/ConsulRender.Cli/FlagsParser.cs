using System.CommandLine;
using System.CommandLine.Parsing;
using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender.Cli;

/// <summary>Reads the command line in Go's style: one dash or two, <c>-flag value</c> or <c>-flag=value</c>. Used once.</summary>
internal sealed class FlagsParser
{
    private readonly Option<bool> _help = new("--help", "-help", "-h", "--h");
    private readonly Option<bool> _version = new("--version", "-version", "-v", "--v");
    private readonly Option<bool> _once = new("--once", "-once");
    private readonly Option<bool> _dry = new("--dry", "-dry");
    private readonly Option<string?> _config = new("--config", "-config");
    private readonly Option<string[]> _template = new("--template", "-template") { AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _consulAddress = new("--consul-addr", "-consul-addr");
    private readonly Option<string?> _consulToken = new("--consul-token", "-consul-token");
    private readonly Option<string?> _snapshot = new("--snapshot", "-snapshot");
    private readonly Option<string?> _wait = new("--wait", "-wait");
    private readonly Option<string?> _timeout = new("--timeout", "-timeout");
    private readonly Option<string?> _logLevel = new("--log-level", "-log-level");

    private readonly Command _command;

    private FlagsParser() =>
        _command = new Command("consulrender")
        {
            _help, _version, _once, _dry, _config, _template, _consulAddress, _consulToken, _snapshot, _wait, _timeout, _logLevel,
        };

    /// <summary>What the arguments say.</summary>
    /// <exception cref="UsageException">Every problem of the command line.</exception>
    public static Flags Parse(string[] arguments) => new FlagsParser().Read(arguments);

    private Flags Read(string[] arguments)
    {
        var result = _command.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var problems = Unmatched(result.UnmatchedTokens, arguments).Concat(Errors(result)).ToList();
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        return new Flags
        {
            Help = result.GetValue(_help),
            Version = result.GetValue(_version),
            Once = result.GetValue(_once),
            Dry = result.GetValue(_dry),
            Config = result.GetValue(_config),
            Templates = result.GetValue(_template) ?? [],
            ConsulAddress = result.GetValue(_consulAddress),
            ConsulToken = result.GetValue(_consulToken) is { Length: > 0 } token ? new Secret(token) : null,
            Snapshot = result.GetValue(_snapshot),
            Wait = result.GetValue(_wait),
            Timeout = result.GetValue(_timeout),
            LogLevel = result.GetValue(_logLevel),
        };
    }

    private IEnumerable<string> Unmatched(IReadOnlyList<string> tokens, string[] arguments)
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
                yield return $"unexpected argument '{token}'; every argument belongs to a flag ('consulrender -h' lists them)";
            }

            // What follows a mistyped flag is its value, and may be a secret.
        }
    }

    private static string Name(string argument) => argument.TrimStart('-').Split('=')[0];

    private string Unknown(string name)
    {
        var known = _command.Options.Select(option => option.Name.TrimStart('-'));
        var suggestion = Spelling.Nearest(name, known) is { } nearest ? $"did you mean -{nearest}?" : "'consulrender -h' lists the flags";
        return $"unknown flag -{name}; {suggestion}";
    }

    // Unknown flags are told apart above; what is left is a flag without its value, or with one too many.
    private static IEnumerable<string> Errors(ParseResult result) =>
        result.Errors
            .Where(error => error.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult })
            .Select(error => Describe((error.SymbolResult as OptionResult ?? (OptionResult)error.SymbolResult!.Parent!).Option.Name, error))
            .Distinct();

    private static string Describe(string option, ParseError error)
    {
        var name = option.TrimStart('-');
        var values = error.SymbolResult is OptionResult result ? result.Tokens.Count : 1;
        return values switch
        {
            0 => $"flag -{name} needs a value",
            1 => $"flag -{name} has a wrong value ('consulrender -h' tells what it takes)",
            _ => $"flag -{name} may be given only once",
        };
    }
}
