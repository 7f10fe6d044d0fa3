using System.Globalization;
using ConsulRender.Cli.Arguments;
using ConsulRender.Cli.Control;
using ConsulRender.Settings;
using ConsulRender.State;

namespace ConsulRender.Cli;

/// <summary>Asks a running daemon: how it is, or to do something with a group. Stateless.</summary>
internal static class ControlCommand
{
    /// <summary>Asks and prints the answer.</summary>
    /// <param name="command">Which of the commands.</param>
    /// <param name="arguments">What is behind it.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <exception cref="UsageException">The command line cannot be used.</exception>
    /// <exception cref="SettingsException">The settings that were named cannot be used.</exception>
    public static async Task<ExitCode> RunAsync(string command, string[] arguments, Func<string, string?> environment, TextWriter output)
    {
        var known = command == Commands.Status ? FlagTable.OfStatus : FlagTable.OfControl;
        var (words, rest) = Split(arguments, known);
        var flags = new Flags(FlagsParser.Parse(rest, known, $"consulrender {command} -h"));
        if (flags.Has(FlagTable.Help))
        {
            await output.WriteAsync(command switch
            {
                Commands.Status => HelpText.Status,
                Commands.Release => HelpText.Release,
                _ => HelpText.Rollback,
            });
            return ExitCode.Success;
        }

        var request = Request(command, words, flags);
        var settings = SettingsLoader.Load(flags.Configs, Variables.Read(environment), flags.Settings).Settings;
        return await ControlClient.RunAsync(StateDirectory.Find(settings.StateDir, environment, Environment.IsPrivilegedProcess), request, output);
    }

    private static string[] Request(string command, List<string> words, Flags flags) => (command, words) switch
    {
        (Commands.Status, []) => flags.Value(FlagTable.Format) is { } format and not ("text" or "json")
            ? throw new UsageException([FlagValues.Wrong(FlagTable.Format, format, "text or json")])
            : [command, flags.Value(FlagTable.Format) ?? "text"],
        (Commands.Status, [var word, ..]) => throw new UsageException([$"unexpected argument '{word}'; 'consulrender {command} -h' lists the flags"]),
        (Commands.Rollback, [var group, var version]) => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? [command, group, version]
            : throw new UsageException([$"'{version}' is no version; 'consulrender versions {group}' lists them"]),
        (Commands.Release or Commands.Rollback or Commands.Versions, [var group]) => [command, group],
        _ => throw new UsageException([$"write 'consulrender {command} GROUP{(command == Commands.Rollback ? " [VERSION]" : "")}'; 'consulrender status' lists the groups"]),
    };

    // What is no flag and no value of one.
    private static (List<string> Words, string[] Flags) Split(string[] arguments, IReadOnlyList<FlagGroup> known)
    {
        var words = new List<string>();
        var flags = new List<string>();
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            if (!argument.StartsWith('-'))
            {
                words.Add(argument);
                continue;
            }

            flags.Add(argument);
            var takesNext = FlagTable.In(known).Any(flag => flag.Kind != FlagKind.Switch && flag.Is(argument.TrimStart('-')));
            if (takesNext && index + 1 < arguments.Length)
            {
                flags.Add(arguments[++index]);
            }
        }

        return (words, [.. flags]);
    }
}
