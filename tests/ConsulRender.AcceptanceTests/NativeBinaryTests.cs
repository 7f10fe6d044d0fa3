using System.Globalization;
using System.Text.RegularExpressions;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What was promised about the published binary itself.</summary>
public sealed partial class NativeBinaryTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Publishing_warns_about_nothing_but_the_one_package_that_is_known()
    {
        Assert.True(File.Exists(Repository.PublishLog), $"there is no {Repository.PublishLog}; ./test writes it");
        var log = File.ReadAllText(Repository.PublishLog);
        Assert.Contains("Generating native code", log, StringComparison.Ordinal);

        var unexpected = log.Split('\n')
            .Where(line => Warning().IsMatch(line))
            .Where(line => !line.Contains("Assembly 'Fluid'", StringComparison.Ordinal));

        Assert.Empty(unexpected);
    }

    [Fact]
    public void The_binary_is_native_and_small()
    {
        var file = new FileInfo(Repository.Binary);

        Assert.InRange(file.Length, 1, 14 * Megabyte);
        using var stream = file.OpenRead();
        Span<byte> magic = stackalloc byte[4];
        stream.ReadExactly(magic);
        Assert.Equal("\u007fELF"u8.ToArray(), magic.ToArray());
    }

    [Fact(Timeout = 120_000)]
    public async Task Memory_stays_bounded_over_hundreds_of_changes()
    {
        await using var workspace = new Workspace();
        await using var daemon = await FollowAsync(workspace, "memory/x");

        for (var change = 1; change <= 400; change++)
        {
            await agent.PutKeyAsync("memory/x", $"{change}");
            await workspace.FileHoldsAsync("out/file", $"{change}", daemon);
        }

        Assert.InRange(ResidentBytes(daemon.Id), 1, 24 * Megabyte);
    }

    // The list of methods that run grows old as the code changes; then bench/order writes it anew.
    [Fact(Timeout = 60_000)]
    public async Task Most_of_the_code_of_a_daemon_stays_on_the_disk()
    {
        await using var workspace = new Workspace();
        await using var daemon = await FollowAsync(workspace, "memory/code");

        var mappings = await File.ReadAllTextAsync($"/proc/{daemon.Id}/smaps", TestContext.Current.CancellationToken);
        var code = mappings.Split("VmFlags:").Single(mapping => mapping.Contains(" r-xp ", StringComparison.Ordinal) && mapping.Contains(Repository.Binary, StringComparison.Ordinal));

        Assert.InRange(Kilobytes(code, "Rss"), 1, Kilobytes(code, "Size") * 6 / 10);
    }

    // A daemon that has written its first file.
    private async Task<RunningProcess> FollowAsync(Workspace workspace, string key)
    {
        await agent.PutKeyAsync(key, "0");
        workspace.Write("t.liquid", $$$"""{{ key("{{{key}}}") }}""");
        var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file");
        await workspace.FileHoldsAsync("out/file", "0", daemon);
        return daemon;
    }

    private static long Kilobytes(string mapping, string name) =>
        long.Parse(Regex.Match(mapping, $@"^{name}: +(?<kilobytes>\d+) kB$", RegexOptions.Multiline | RegexOptions.ExplicitCapture).Groups["kilobytes"].Value, CultureInfo.InvariantCulture);

    private static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    [GeneratedRegex(@"warning (IL|NU|CS|NETSDK|MSB|CA)?\d*", RegexOptions.IgnoreCase)]
    private static partial Regex Warning();
}
