using System.Text.RegularExpressions;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Follows every link from one page to another.</summary>
public sealed partial class LinksTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md",
        "CHANGELOG.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        Assert.All(Link().Matches(File.ReadAllText(path)), link =>
        {
            var target = link.Groups["path"].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, link.Groups["path"].Value);
            Assert.True(Path.Exists(target), $"{link.Value}: there is no {target}");
            Assert.True(!link.Groups["heading"].Success || Headings(target).Contains(link.Groups["heading"].Value), $"{link.Value}: there is no such heading");
        });
    }

    // As the places where pages are shown name them: small letters, digits, dashes for blanks.
    private static HashSet<string> Headings(string path) => Heading().Matches(File.ReadAllText(path))
        .Select(heading => string.Concat(heading.Groups[1].Value.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+?)\\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
