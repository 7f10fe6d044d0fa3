using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class GoldenTests
{
    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Templating", "Golden");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Folder, "*.liquidtest").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_golden_file_comes_out_as_written(string name)
    {
        var path = Path.Combine(Folder, name + ".liquidtest");
        var golden = GoldenCase.Read(path);
        var actual = golden.Run();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            golden.Write(path, actual);
            return;
        }

        Assert.Equal(golden.Expected, actual);
    }

    /// <summary>The template of a golden file, as a beginning for broken ones.</summary>
    internal static string TextOf(string name) => Read(name).Text;

    internal static GoldenCase Read(string name) => GoldenCase.Read(Path.Combine(Folder, name + ".liquidtest"));

    [Fact]
    public void There_are_at_least_150_golden_files() => Assert.True(Cases.Count >= 150, $"there are {Cases.Count}");
}
