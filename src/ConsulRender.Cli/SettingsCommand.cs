using ConsulRender.Cli.Arguments;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Prints the settings that hold and who said each. Stateless.</summary>
internal static class SettingsCommand
{
    /// <exception cref="UsageException">The command line cannot be used.</exception>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public static ExitCode Run(ReadOnlySpan<string> arguments, Func<string, string?> environment, TextWriter output)
    {
        var flags = new Flags(FlagsParser.Parse(arguments, FlagTable.Groups, "consulrender settings -h"));
        output.Write(flags.Has(FlagTable.Help)
            ? HelpText.Settings
            : SettingsReport.Of(SettingsLoader.Load(flags.Configs, Variables.Read(environment), flags.Settings)));
        return ExitCode.Success;
    }
}
