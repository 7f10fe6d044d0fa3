using ConsulRender.Settings;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Findings;

/// <summary>Finds templates that write what another writes; those of a settings file are found where the file is read. Stateless.</summary>
internal static class DuplicateDestination
{
    internal const string Rule = "duplicate-destination";

    /// <summary>The templates of the command line that write what one before them writes; their source is all the place they have.</summary>
    internal static IEnumerable<Finding> Find(IReadOnlyList<TemplateSettings> ofFile, IReadOnlyList<TemplateSettings> ofCommandLine) =>
        from index in SettingsRules.Repeated([.. ofFile, .. ofCommandLine])
        where index >= ofFile.Count
        let template = ofCommandLine[index - ofFile.Count]
        select new Finding(new SourcePosition(template.Source!, 1, 1), FindingSeverity.Error, Rule, SettingsRules.RepeatedMessage(template));
}
