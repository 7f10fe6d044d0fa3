namespace ConsulRender.Files;

/// <summary>What a shell puts in the place of <c>&lt;(...)</c>: a pipe under <c>/dev</c> or <c>/proc</c> that gives its text once and then ends. Stateless.</summary>
internal static class ShellPipe
{
    /// <summary>Whether a path is one. A file that is only reached this way, such as one in <c>/dev/shm</c>, is none.</summary>
    public static bool IsOne(string path) => IsSpecial(path) && IsBelowOurs(path);

    /// <summary>Whether a path is a pipe, or another special thing, that nobody may ever write to.</summary>
    public static bool IsWaitedFor(string path) => IsSpecial(path) && !IsBelowOurs(path) && !Directory.Exists(path);

    private static bool IsSpecial(string path) => FileSystem.Stamp(path) is { IsRegularFile: false };

    private static bool IsBelowOurs(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
