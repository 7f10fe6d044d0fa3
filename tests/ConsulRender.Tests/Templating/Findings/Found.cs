using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Tests.Templating.Findings;

/// <summary>What one rule finds in templates that a test writes down. Stateless.</summary>
internal static class Found
{
    /// <summary>The findings of a rule in one template, as lines without the rule.</summary>
    internal static IEnumerable<string> By(string rule, string text, params (string Name, string Text)[] partials) => By(rule, [("t", text)], partials);

    internal static IEnumerable<string> By(string rule, (string Name, string Text)[] templates, params (string Name, string Text)[] partials)
    {
        var options = new TemplateOptions
        {
            FindPartial = name => Array.Find(partials, partial => partial.Name == name) is { Name: not null } found ? new TemplateSource(name, found.Text) : null,
        };
        var parsed = templates.Select(template => Template.Parse(new TemplateSource(template.Name, template.Text), options)).ToList();
        return TemplateFindings.InEach(parsed).Concat(TemplateFindings.Unused(parsed, name => name)).Where(finding => finding.Rule == rule).Distinct().Select(finding => finding.ToString());
    }
}
