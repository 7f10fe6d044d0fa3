using System.CommandLine;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>What the command line says after <c>consulrender check</c>; immutable.</summary>
internal sealed record CheckFlags
{
    private const string Help = "consulrender check -h";

    public bool WantsHelp { get; private init; }

    public IReadOnlyList<string> Configs { get; private init; } = [];

    public IReadOnlyList<TemplateSettings> Templates { get; private init; } = [];

    /// <summary>Whether to write JSON instead of lines.</summary>
    public bool Json { get; private init; }

    /// <summary>Whether warnings count as errors do.</summary>
    public bool Strict { get; private init; }

    /// <summary>What the arguments say, in the style of all flags.</summary>
    /// <exception cref="UsageException">Every problem of the command line, or there is nothing to check.</exception>
    public static CheckFlags Parse(string[] arguments)
    {
        var help = new Option<bool>("--help", "-help", "-h", "--h");
        var config = new Option<string[]>("--config", "-config") { AllowMultipleArgumentsPerToken = false };
        var template = new Option<string[]>("--template", "-template") { AllowMultipleArgumentsPerToken = false };
        var format = new Option<string?>("--format", "-format");
        var strict = new Option<bool>("--strict", "-strict");
        var result = CommandLineProblems.Parse(new Command(CheckCommand.Name) { help, config, template, format, strict }, arguments, Help);
        if (result.GetValue(help))
        {
            return new CheckFlags { WantsHelp = true };
        }

        var (configs, templates) = (result.GetValue(config) ?? [], result.GetValue(template) ?? []);
        var problems = configs.Select(SettingsSources.ConfigProblem)
            .Concat(templates.Select(SettingsSources.TemplateProblem))
            .Append(FormatProblem(result.GetValue(format)))
            .OfType<string>()
            .ToList();
        return problems.Count > 0 ? throw new UsageException(problems) : NotNothing(new CheckFlags
        {
            Configs = configs,
            Templates = [.. templates.Select(TemplateSettings.Parse).OfType<TemplateSettings>()],
            Json = result.GetValue(format) == "json",
            Strict = result.GetValue(strict),
        });
    }

    private static string? FormatProblem(string? format) =>
        format is null or "text" or "json" ? null : SettingsSources.Wrong("-format", format, "text or json");

    private static CheckFlags NotNothing(CheckFlags flags) =>
        flags.Configs.Count + flags.Templates.Count > 0
            ? flags
            : throw new UsageException([$"nothing to check: name settings with -config FILE or templates with -template SRC:DST ('{Help}' lists the flags)"]);
}
