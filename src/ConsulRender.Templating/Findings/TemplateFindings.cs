using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Findings;

/// <summary>What can be found in templates beyond the errors of their parse. Stateless, and pure like all of Templating.</summary>
public static class TemplateFindings
{
    /// <summary>What is found in each file alone; the findings of a partial come once for each template that uses it.</summary>
    public static IEnumerable<Finding> InEach(IEnumerable<Template> templates) =>
        templates.SelectMany(template => Walk.Files(template.File)).SelectMany(InOneFile);

    /// <summary>What nobody uses; to be asked only with all templates that share partials, because one may use what another does not.</summary>
    /// <param name="templates">All of them.</param>
    /// <param name="identify">Gives two names of one file the same text.</param>
    public static IEnumerable<Finding> Unused(IEnumerable<Template> templates, Func<string, string> identify) => UnusedAssign.Find(templates, identify);

    /// <summary>The names of the template's own source and of every partial that it uses, directly or not.</summary>
    public static IEnumerable<string> Sources(Template template) => Walk.Files(template.File).Select(file => file.Origin.Name);

    private static IEnumerable<Finding> InOneFile(LiquidFile file)
    {
        var nodes = Walk.Through(file).ToList();
        return ShadowedFunction.Find(nodes).Concat(RepeatedQuery.Find(nodes));
    }
}
