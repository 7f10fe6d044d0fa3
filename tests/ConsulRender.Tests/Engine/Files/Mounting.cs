using System.Diagnostics;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>Runs mount and umount, which only root may.</summary>
internal static class Mounting
{
    internal static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount; the acceptance tests do it with sudo.");

    internal static async Task RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(program, arguments);
        await run.WaitForExitAsync(CancellationToken.None);
        Assert.SkipUnless(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: this root may not mount.");
    }
}
