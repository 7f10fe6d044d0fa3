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

    // What it would be needed for is gone or our own; a new need of it brings it back, and 0.5 MB with it.
    [Fact(Timeout = 60_000)]
    public async Task No_mathematical_library_is_in_memory()
    {
        await using var workspace = new Workspace();
        await using var daemon = await FollowAsync(workspace, "memory/libraries");

        var mapped = await File.ReadAllLinesAsync($"/proc/{daemon.Id}/maps", TestContext.Current.CancellationToken);

        Assert.Contains(mapped, line => line.Contains("/libc.", StringComparison.Ordinal));
        Assert.DoesNotContain(mapped, line => line.Contains("/libm.", StringComparison.Ordinal));
    }

    // Only .NET's collector may have code that takes logarithms, which never runs.
    [Fact(Timeout = 60_000)]
    public async Task No_managed_code_takes_logarithms()
    {
        await using var workspace = new Workspace();
        await using var symbols = await RunningProcess.RunAsync("nm", [$"{Repository.Binary}.dbg"], workspace.Path, TimeSpan.FromSeconds(30));

        Assert.Contains(" S_P_CoreLib_System_Math__Ceiling\n", symbols.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" S_P_CoreLib_System_Math__Log", symbols.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_linked_ceiling_is_that_of_the_mathematical_library()
    {
        await using var workspace = new Workspace();
        workspace.Write("compare.c", $$"""
            #define ceil our_ceil
            #define log our_log
            #include "{{Path.Combine(Repository.Root, "src/ConsulRender.Cli/Native/mathematics.c")}}"
            #undef ceil
            #undef log
            #include <math.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <string.h>

            static int differs(uint64_t bits) {
              double x;
              memcpy(&x, &bits, sizeof x);
              double ours = our_ceil(x), theirs = ceil(x);
              if (isnan(ours) ? isnan(theirs) : memcmp(&ours, &theirs, sizeof ours) == 0) return 0;
              printf("ceil(%a): ours %a, theirs %a\n", x, ours, theirs);
              return 1;
            }

            int main(void) {
              const double edges[] = {0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5, 0x1p-1074, -0x1p-1074, 0x1.fffffffffffffp51, -0x1.fffffffffffffp51, 0x1p52, -0x1p52, INFINITY, -INFINITY, NAN};
              uint64_t bits = 88172645463325252;
              int differences = 0;
              for (size_t index = 0; index < sizeof edges / sizeof *edges; index++) {
                memcpy(&bits, &edges[index], sizeof bits);
                differences |= differs(bits);
              }
              bits = 88172645463325252;
              for (int count = 0; count < 10000000; count++) {
                bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
                /* Every other one has a fraction. */
                differences |= differs(count & 1 ? bits : (bits & 0x800fffffffffffff) | (0x3feull + bits % 54) << 52);
              }
              return differences;
            }
            """);
        await using var compiler = await RunningProcess.RunAsync("gcc", ["-Wall", "-Wextra", "-Werror", "compare.c", "-o", "compare", "-lm"], workspace.Path, TimeSpan.FromSeconds(30));
        Assert.True(compiler.ExitCode == 0, compiler.Errors);

        await using var comparison = await RunningProcess.RunAsync(workspace["compare"], [], workspace.Path, TimeSpan.FromSeconds(30));

        Assert.True(comparison.ExitCode == 0, comparison.Output);
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
