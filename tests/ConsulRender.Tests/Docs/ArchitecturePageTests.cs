using System.Text.RegularExpressions;
using Xunit;

namespace ConsulRender.Tests.Docs;

public sealed partial class ArchitecturePageTests
{
    private static readonly string Page = Document.Read("architecture.md");

    [Fact]
    public void Every_word_of_the_table_is_a_type_of_its_room()
    {
        var words = Row().Matches(Page).ToList();
        Assert.True(words.Count >= 15, $"only {words.Count} rows were found");
        Assert.All(words, row =>
        {
            var types = Rooms[row.Groups[2].Value].GetTypes().Select(type => type.Name).ToHashSet();
            Assert.All(Word().Matches(row.Groups[1].Value), word => Assert.Contains(word.Groups[1].Value, types));
        });
    }

    [Fact]
    public void The_table_of_folders_names_those_of_the_engine()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "ConsulRender")).Select(Path.GetFileName).Where(name => char.IsAsciiLetterUpper(name![0]));
        Assert.Equal(folders.Order(StringComparer.Ordinal), Folder().Matches(Page).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_no_lock_in_the_sources()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories);
        Assert.All(files, file => Assert.DoesNotMatch(@"\block\s*\(", File.ReadAllText(file)));
    }

    private static Dictionary<string, System.Reflection.Assembly> Rooms { get; } = new()
    {
        ["Consul"] = typeof(ConsulRender.Consul.Dependency).Assembly,
        ["Templating"] = typeof(ConsulRender.Templating.Template).Assembly,
        ["engine"] = typeof(Runner).Assembly,
        ["Cli"] = typeof(ConsulRender.Cli.ExitCode).Assembly,
    };

    // | `Word`, `Word` | meaning | room or room/folder |
    [GeneratedRegex(@"^\| (`[^|]*`) \| [^|\n]* \| (Consul|Templating|engine|Cli)(?:/[A-Z][A-Za-z]+)? \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    // | `Folder/` | question |
    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+)/` \| [^|\n]* \|$", RegexOptions.Multiline)]
    private static partial Regex Folder();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Word();
}
