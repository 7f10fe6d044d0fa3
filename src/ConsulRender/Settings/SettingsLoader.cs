using System.Text;
using ConsulRender.Findings;
using ConsulRender.Settings.Reading;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings;

/// <summary>The one place of precedence: defaults, then the environment, then the files from left to right, then flags. Stateless.</summary>
public static class SettingsLoader
{
    /// <summary>The settings that hold.</summary>
    /// <param name="configs">Files and directories in the order of the command line.</param>
    /// <param name="environment">What the environment says.</param>
    /// <param name="flags">What the flags say.</param>
    /// <exception cref="SettingsException">Every problem of every place.</exception>
    public static LoadedSettings Load(IReadOnlyList<string> configs, SettingsObject environment, SettingsObject flags)
    {
        var findings = new List<Finding>();
        IReadOnlyList<string> paths = [.. configs.SelectMany(SettingsFiles.Find)];
        var loaded = Examine(paths, environment, flags, findings);
        var errors = findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        return errors.Count == 0 ? loaded! : throw new SettingsException([.. errors.Select(finding => $"{finding.Position}: {finding.Message}")])
        {
            IsCommandLine = errors.TrueForAll(finding => !paths.Contains(finding.Position.Template)),
        };
    }

    /// <summary>The tree of a text that is no file.</summary>
    /// <param name="source">Whose it is, such as a variable's name.</param>
    /// <param name="text">HCL or JSON.</param>
    /// <exception cref="SettingsException">Every problem of it.</exception>
    public static SettingsObject Parse(string source, string text)
    {
        var findings = new List<Finding>();
        return SettingsFiles.Parse(source, Encoding.UTF8.GetBytes(text), findings)
            ?? throw new SettingsException([.. findings.Select(finding => $"{finding.Position}: {finding.Message}")]) { IsCommandLine = true };
    }

    /// <summary>The same for one who goes on after problems, which are added to the findings; null when some file could not be read at all.</summary>
    internal static LoadedSettings? Examine(IReadOnlyList<string> paths, SettingsObject environment, SettingsObject flags, List<Finding> findings)
    {
        var before = findings.Count;
        var files = SettingsFiles.Read(paths, findings);
        var isWhole = !findings.Skip(before).Any(finding => finding.Severity == FindingSeverity.Error);
        var tree = Merge(environment, files, flags);
        var problems = new ReadProblems();
        var settings = WithFatal(SettingsReader.Read(tree, problems), flags);
        if (isWhole && problems.Errors.Count == 0)
        {
            findings.AddRange(SettingsRules.Problems(settings).Select(problem => new Finding(
                SettingsTree.Locate(tree, problem.JsonPath).ToPosition(), FindingSeverity.Error, problem.Rule, problem.Message)));
        }

        findings.AddRange(problems.Errors.Select(error => InvalidSettings.At(error.Origin.ToPosition(), error.Message)));
        findings.AddRange(problems.Warnings.Select(warning => InvalidSettings.At(warning.Origin.ToPosition(), warning.Message) with { Severity = FindingSeverity.Warning }));
        SortAsWritten(findings, [.. files.Select(file => file.Origin.Source)]);
        return isWhole
            ? new LoadedSettings(settings, tree) { Warnings = findings.FindAll(finding => finding.Severity == FindingSeverity.Warning).ConvertAll(finding => $"{finding.Position}: {finding.Message}") }
            : null;
    }

    // The flag, and only it, is said over each template's own word, as with consul-template.
    private static Settings WithFatal(Settings settings, SettingsObject flags) => flags["template_error_fatal"] is SettingsSwitch { Value: var isFatal }
        ? settings with { Template = [.. settings.Template.Select(template => template with { ErrorFatal = isFatal })] }
        : settings;

    private static SettingsObject Merge(SettingsObject environment, IEnumerable<SettingsObject> files, SettingsObject flags)
    {
        var said = files.Append(flags).Aggregate(SettingsTree.Merge);
        return ConsulWords.WithTls(SettingsTree.Merge(environment, said), said);
    }

    private static void SortAsWritten(List<Finding> findings, List<string> files)
    {
        if (findings.Count > 1)
        {
            var sorted = findings.OrderBy(finding => files.IndexOf(finding.Position.Template)).ThenBy(finding => finding.Position.Line).ThenBy(finding => finding.Position.Column).ToList();
            findings.Clear();
            findings.AddRange(sorted);
        }
    }
}

/// <summary>The settings that hold, and who said what; immutable.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Tree">The merged tree that they were read from.</param>
public sealed record LoadedSettings(Settings Settings, SettingsObject Tree)
{
    /// <summary>What is probably not what was meant, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Who said the thing of a path such as <c>$.consul.ssl.cert</c>.</summary>
    public SettingsOrigin WhoSays(string jsonPath) => SettingsTree.Locate(Tree, jsonPath);
}
