using ConsulRender.Groups;
using ConsulRender.Tests.Engine;
using ConsulRender.Tests.Engine.Files;

namespace ConsulRender.Tests.Faults;

/// <summary>What goes wrong on hosts that is not the wire, each with a sentence for a name.</summary>
internal static class HostFaults
{
    private const string Counted = "echo >>DIR/tries; test -s {path}; ";
    private const string Logged = "cat DIR/live/out >>LOG && echo >>LOG";

    internal static IReadOnlyList<HostFault> All { get; } = [.. Checks(), .. Reloads(), .. Disks()];

    private static IEnumerable<HostFault> Checks() =>
    [
        new("the check fails", FailureKind.Check, "failed with exit code 3") { Check = Counted + "test ! -e DIR/broken || exit 3" },
        new("the check is killed", FailureKind.Check, "failed with exit code 137") { Check = Counted + "sh -c 'test ! -e DIR/broken || kill -9 $$'" },
        new("the check hangs", FailureKind.Check, "did not end within 1m and was killed") { Check = Counted + "while test -e DIR/broken; do sleep 0.02; done", Hangs = true },
        new("the check is not there", FailureKind.Check, "could not be started: ")
        {
            Check = "DIR/check",
            Break = directory =>
            {
                File.Move(directory.Path("check"), directory.Path("gone"));
                return Task.CompletedTask;
            },
            Mend = directory =>
            {
                File.Move(directory.Path("gone"), directory.Path("check"));
                return Task.CompletedTask;
            },
        },
    ];

    private static IEnumerable<HostFault> Reloads() =>
    [
        new("the reload fails", FailureKind.Reload, "failed with exit code 3") { Reload = "echo >>DIR/tries; test ! -e DIR/broken || exit 3; " + Logged },
        new("the reload is killed", FailureKind.Reload, "failed with exit code 137") { Reload = "echo >>DIR/tries; sh -c 'test ! -e DIR/broken || kill -9 $$' && " + Logged },
        new("the reload hangs", FailureKind.Reload, "did not end within 1m and was killed")
        {
            Reload = "echo >>DIR/tries; while test -e DIR/broken; do sleep 0.02; done; " + Logged,
            Hangs = true,
        },
        new("the reload leaves a program behind that holds its output", null, "")
        {
            Reload = "if test -e DIR/broken; then sleep 300 & echo $! >>DIR/pids; fi; " + Logged,
        },
        new("the reload prints without end", FailureKind.Reload, "did not end within 1m and was killed")
        {
            Reload = "echo >>DIR/tries; while test -e DIR/broken; do echo the same again and again; done; " + Logged,
            Hangs = true,
        },
    ];

    private static IEnumerable<HostFault> Disks() =>
    [
        new("the disk is full", FailureKind.Destination, "no space left on the device")
        {
            IsMounted = true,
            Break = FillAsync,
            Mend = directory =>
            {
                File.Delete(directory.Path("live/filler"));
                return Task.CompletedTask;
            },
        },
        new("the directory is read-only", FailureKind.Destination, "the file system is read-only")
        {
            IsMounted = true,
            Break = directory => Mounting.RunAsync("mount", "-o", "remount,ro", directory.Path("live")),
            Mend = directory => Mounting.RunAsync("mount", "-o", "remount,rw", directory.Path("live")),
        },
    ];

    private static async Task FillAsync(TemporaryDirectory directory)
    {
        try
        {
            await using var filler = new FileStream(directory.Path("live/filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // That is what full means.
        }
    }
}
