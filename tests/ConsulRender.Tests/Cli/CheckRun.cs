using System.Diagnostics;
using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary>One run of the built program, for what depends on the working directory; the published one is the acceptance tests' matter. Immutable.</summary>
internal sealed record CheckRun(int ExitCode, string Output, string Errors)
{
    internal static async Task<CheckRun> InAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "consulrender"), arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(timeout.Token);
        return new CheckRun(process.ExitCode, await output, await errors);
    }
}
