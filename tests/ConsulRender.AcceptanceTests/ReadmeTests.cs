using System.Text.RegularExpressions;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The two commands that the README promises to a newcomer.</summary>
public sealed partial class ReadmeTests
{
    private static readonly Dictionary<string, string> NoServersLeftBehind = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    [Fact(Timeout = 300_000)]
    public async Task The_first_command_renders_the_sample_without_Consul()
    {
        var output = Path.Combine(Repository.Root, "samples", "haproxy", "out");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        await using var run = RunningProcess.Start("/bin/bash", ["-c", Commands()[0]], Repository.Root, NoServersLeftBehind);
        var exitCode = await run.ExitsAsync(TimeSpan.FromMinutes(4));

        Assert.True(exitCode == 0, run.Transcript);
        foreach (var name in (string[])["haproxy-internal.cfg", "haproxy-external.cfg"])
        {
            var text = await File.ReadAllTextAsync(Path.Combine(output, name), TestContext.Current.CancellationToken);
            Assert.Equal(Repository.Golden(name), Repository.NotBlank(text));
        }
    }

    [Fact]
    public void The_second_command_is_the_one_that_runs_these_tests()
    {
        Assert.Equal("./test", Commands()[1]);
        Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, "test")).HasFlag(UnixFileMode.UserExecute));
    }

    private static string[] Commands() =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(match => match.Groups["command"].Value.Trim())];

    [GeneratedRegex("^```sh\n(?<command>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
