using System.Text.Json;
using Xunit;

namespace ConsulRender.Tests.Engine.Planning;

/// <summary>
/// Plans in files: patterns to redact, keys, template, what is on the disk, and the expected difference, with a line of dashes between them. A text
/// ends with a line feed unless its last line is <c>(open)</c>; <c>(none)</c> is no file. <c>UPDATE_GOLDEN=1</c> rewrites the last part.
/// </summary>
public sealed class PlanGoldenTests
{
    private const string Line = "\n----------\n";

    private static string Folder => Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Engine", "Planning", "Golden");

    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(Folder, "*.plantest").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_plan_says_what_its_file_expects(string name)
    {
        var path = Path.Combine(Folder, name);
        var parts = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Split(Line);
        Assert.Equal(5, parts.Length);
        using var plan = new PlanUnderTest { Redact = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries) };
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(parts[1])!)
        {
            plan.Keys.Add(key, value);
        }

        var text = await plan.With("out", Text(parts[2])!, Text(parts[3])).TextAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, string.Join(Line, [.. parts[..4], text]), TestContext.Current.CancellationToken);
        }

        Assert.Empty(plan.Failures);
        Assert.Equal(string.Join(Line, [.. parts[..4], text]), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private static string? Text(string part) => part switch
    {
        "(none)" => null,
        "" => "",
        _ when part.EndsWith("\n(open)", StringComparison.Ordinal) => part[..^7],
        _ => part + "\n",
    };
}
