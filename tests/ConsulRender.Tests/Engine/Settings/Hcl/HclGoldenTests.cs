using Xunit;

namespace ConsulRender.Tests.Engine.Settings.Hcl;

/// <summary>
/// Files as operators write them: <c>Good/NAME.hcl</c> with its tree in <c>NAME.tree</c>, <c>Broken/NAME.hcl</c> with what is said about it in
/// <c>NAME.problem</c>. <c>UPDATE_GOLDEN=1</c> rewrites both; the difference is for review.
/// </summary>
public sealed class HclGoldenTests
{
    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Engine", "Settings", "Hcl");

    public static TheoryData<string> Good => [.. Names("Good")];

    public static TheoryData<string> Broken => [.. Names("Broken")];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_file_has_the_tree_beside_it(string name) => Holds("Good", name, ".tree");

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_has_the_problems_beside_it(string name) => Holds("Broken", name, ".problem");

    [Fact]
    public void There_are_at_least_60_files_of_each_kind() => Assert.True(Good.Count >= 60 && Broken.Count >= 60, $"there are {Good.Count} and {Broken.Count}");

    internal static byte[] Read(string folder, string name) => File.ReadAllBytes(Path.Combine(Folder, folder, name + ".hcl"));

    internal static IEnumerable<string> Names(string folder) => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.hcl")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    private static void Holds(string folder, string name, string ending)
    {
        var path = Path.Combine(Folder, folder, name + ending);
        var actual = HclTree.Of(Read(folder, name)) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
