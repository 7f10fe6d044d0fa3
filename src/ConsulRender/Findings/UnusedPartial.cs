using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Findings;

/// <summary>
/// Finds files among the partials that no template uses. A folder inside <c>template_dirs</c> is looked at only if something in it is used;
/// else it may be there for others. Stateless.
/// </summary>
internal static class UnusedPartial
{
    internal const string Rule = "unused-partial";

    private const string Pattern = "*" + TemplateLoader.Extension;

    /// <param name="templates">Every template that may use them.</param>
    /// <param name="folders">The folders of <c>template_dirs</c>; an empty name, the working directory, is nobody's folder of partials.</param>
    internal static IEnumerable<Finding> Find(IEnumerable<Template> templates, IEnumerable<string> folders)
    {
        var used = templates.SelectMany(TemplateFindings.Sources).Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var folderOf = used.Select(file => Path.GetDirectoryName(file)!).ToHashSet(StringComparer.Ordinal);
        return from folder in folders.Where(folder => folder.Length > 0).DistinctBy(Path.GetFullPath)
               where Directory.Exists(folder)
               from place in Subfolders(folder, folderOf).Prepend(folder)
               from file in Directory.EnumerateFiles(place, Pattern)
               where !used.Contains(Path.GetFullPath(file))
               select new Finding(new SourcePosition(file, 1, 1), FindingSeverity.Warning, Rule, "no template includes this partial");
    }

    // Written as the settings write the folder, so that the findings look alike.
    private static IEnumerable<string> Subfolders(string folder, IEnumerable<string> used) =>
        from place in used
        let relative = Path.GetRelativePath(folder, place)
        where relative != "." && !Path.IsPathRooted(relative) && relative.Split(Path.DirectorySeparatorChar)[0] != ".."
        select Path.Combine(folder, relative);
}
