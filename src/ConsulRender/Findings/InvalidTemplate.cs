using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Findings;

/// <summary>What makes a template unusable, as its parse reports it. Stateless.</summary>
internal static class InvalidTemplate
{
    internal const string Rule = "invalid-template";

    internal static IEnumerable<Finding> Of(TemplateException exception) =>
        exception.Errors.Select(error => new Finding(error.Position, FindingSeverity.Error, Rule, error.Message));
}
