using ConsulRender.Settings;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Findings;

/// <summary>Reads settings and templates as a run would, and lists what it finds; asks nobody and writes nothing. Used once.</summary>
public sealed class Inspection
{
    private readonly List<Finding> _findings = [];
    private readonly List<Template> _templates = [];
    private readonly List<string> _folders = [];

    // What could not be read may use anything, so nothing can be called unused.
    private bool _isWhole = true;

    private Inspection()
    {
    }

    /// <summary>Every finding once, by file and place.</summary>
    /// <param name="configs">The settings files and directories, which count as in a run.</param>
    /// <param name="flags">What the command line says beside them, such as more templates.</param>
    /// <param name="environment">What the environment says; null for nothing.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyList<string> configs, SettingsObject flags, SettingsObject? environment = null)
    {
        var inspection = new Inspection();
        inspection.Inspect(configs, environment ?? SettingsTree.Empty(""), flags);
        return inspection.Finish();
    }

    private void Inspect(IReadOnlyList<string> configs, SettingsObject environment, SettingsObject flags)
    {
        IReadOnlyList<string> paths = [.. configs.SelectMany(SettingsFiles.Find)];
        var loaded = SettingsLoader.Examine(paths, environment, flags, _findings);
        _isWhole = _findings.TrueForAll(finding => finding.Severity != FindingSeverity.Error || finding.Rule != InvalidSettings.Rule);
        if (loaded is not { Settings: var settings })
        {
            return;
        }

        if (_isWhole && settings is { Template.Count: 0, Exec: null })
        {
            // A directory may hold no settings at all.
            _findings.Add(InvalidSettings.At(paths.Count > 0 ? new SourcePosition(paths[0], 1, 1) : new SourcePosition(configs.Count > 0 ? configs[0] : "flags", 0, 0), "there is no \"template\", so there is nothing to render; add one"));
        }

        Inspect(settings);
    }

    private void Inspect(Settings.Settings settings)
    {
        var folders = settings.TemplateDirs.Where(SettingsRules.IsDirectoryName).ToList();
        _folders.AddRange(folders);

        // What is wrong has been told and is left out; nothing is rendered, so the clock is never asked.
        var loader = new TemplateLoader(settings with { TemplateDirs = folders, Limits = Sound(settings.Limits) }, TimeProvider.System);
        foreach (var template in settings.Template)
        {
            if (!AreSound(settings.DefaultDelimiters) || !AreSound(template.Delimiters) || template.DenylistProblems().Any())
            {
                // It cannot be read as it is meant.
                _isWhole = false;
                continue;
            }

            Parse(loader, template with { Limits = Sound(template.Limits) });
        }
    }

    private static LimitSettings? Sound(LimitSettings? limits) => limits?.Problems().Any() == true ? null : limits;

    private static bool AreSound(DelimiterSettings delimiters) => !delimiters.Problems("left", "right").Any();

    private void Parse(TemplateLoader loader, TemplateSettings template)
    {
        // What is wrong with such a template has been found where the settings were read.
        if (!SettingsRules.CanBeRead(template))
        {
            _isWhole = false;
            return;
        }

        try
        {
            _templates.Add(loader.Load(template));
        }
        catch (TemplateException exception)
        {
            _isWhole = false;
            _findings.AddRange(InvalidTemplate.Of(exception));
        }
    }

    private List<Finding> Finish()
    {
        _findings.AddRange(TemplateFindings.InEach(_templates));
        if (_isWhole)
        {
            _findings.AddRange(TemplateFindings.Unused(_templates, Path.GetFullPath));
            _findings.AddRange(UnusedPartial.Find(_templates, _folders));
        }

        // Several templates find the same in a partial that they share, and may know it under different names.
        return
        [
            .. _findings
                .DistinctBy(finding => finding with { Position = finding.Position with { Template = Path.GetFullPath(finding.Position.Template) } })
                .OrderBy(finding => finding.Position.Template, StringComparer.Ordinal)
                .ThenBy(finding => finding.Position.Line)
                .ThenBy(finding => finding.Position.Column)
                .ThenByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
    }
}
