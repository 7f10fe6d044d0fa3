using ConsulRender.Cli.Arguments;
using ConsulRender.Findings;
using ConsulRender.Settings;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Cli;

/// <summary>Says what is wrong or doubtful in settings and templates, without Consul and without a change on disk. Stateless.</summary>
internal static class CheckCommand
{
    private const string Help = "consulrender check -h";

    /// <summary>Prints every finding.</summary>
    /// <exception cref="UsageException">The command line or a variable cannot be used.</exception>
    /// <exception cref="SettingsException">A variable that holds settings cannot be read.</exception>
    public static ExitCode Run(ReadOnlySpan<string> arguments, Func<string, string?> environment, TextWriter output)
    {
        var flags = new Flags(FlagsParser.Parse(arguments, FlagTable.OfCheck, Help));
        if (flags.Has(FlagTable.Help))
        {
            output.Write(HelpText.Check);
            return ExitCode.Success;
        }

        if (flags.Value(FlagTable.Format) is { } format and not ("text" or "json"))
        {
            throw new UsageException([FlagValues.Wrong(FlagTable.Format, format, "text or json")]);
        }

        var variables = Variables.Read(environment);
        if (flags.Configs.Count == 0 && flags.Settings.Members.Count == 0 && variables["template"] is null)
        {
            throw new UsageException([$"nothing to check: name settings with -config PATH or templates with -template SRC:DST ('{Help}' lists the flags)"]);
        }

        return Run(flags, variables, flags.Value(FlagTable.Format) == "json", flags.Has(FlagTable.Strict), output);
    }

    /// <summary>The same for flags that were read already, as <c>-parse-only</c> has it.</summary>
    public static ExitCode Run(Flags flags, SettingsObject variables, bool asJson, bool isStrict, TextWriter output)
    {
        var findings = Inspection.Run(flags.Configs, flags.Settings, variables);
        output.Write(asJson ? FindingsText.Json(findings) : FindingsText.Lines(findings));
        return findings.Any(finding => isStrict || finding.Severity == FindingSeverity.Error) ? ExitCode.Findings : ExitCode.Success;
    }
}
