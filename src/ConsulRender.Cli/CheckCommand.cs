using ConsulRender.Findings;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Cli;

/// <summary>Says what is wrong or doubtful in settings and templates, without Consul and without a change on disk. Stateless.</summary>
internal static class CheckCommand
{
    public const string Name = "check";

    /// <summary>Prints every finding.</summary>
    /// <exception cref="UsageException">The command line cannot be used.</exception>
    public static ExitCode Run(string[] arguments, TextWriter output)
    {
        var flags = CheckFlags.Parse(arguments);
        if (flags.WantsHelp)
        {
            output.Write(HelpText.Check);
            return ExitCode.Success;
        }

        var findings = Inspection.Run(flags.Configs, flags.Templates);
        output.Write(flags.Json ? FindingsText.Json(findings) : FindingsText.Lines(findings));
        return findings.Any(finding => flags.Strict || finding.Severity == FindingSeverity.Error) ? ExitCode.Findings : ExitCode.Success;
    }
}
