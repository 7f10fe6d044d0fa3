using Microsoft.Win32.SafeHandles;

namespace ConsulRender.Files;

/// <summary>Tells where a path really leads and keeps readers inside one folder. Stateless: links may change, so every read asks again.</summary>
internal static class Sandbox
{
    /// <summary>The path without links, which is inside the folder; null when there is no such file and its place would be inside.</summary>
    /// <exception cref="FileException">It is outside, or the folder is not there.</exception>
    public static string? Resolve(string path, string folder)
    {
        var root = FileSystem.RealPath(folder) ?? throw new FileException(isLasting: true, $"the folder of sandbox_path '{folder}' does not exist");
        var whole = Path.Combine(Environment.CurrentDirectory, path);
        var real = FileSystem.RealPath(whole);

        // What does not exist is judged by the nearest folder that does, so that nobody waits for a file he may never read.
        var nearest = real;
        for (var parent = whole; nearest is null && parent is not null; nearest = parent is null ? null : FileSystem.RealPath(parent))
        {
            parent = Path.GetDirectoryName(parent);
        }

        return IsInside(nearest ?? "/", root) ? real : throw Outside(folder);
    }

    /// <summary>Refuses an open file that is outside after all, because a link changed between the look and the opening.</summary>
    public static void Check(SafeFileHandle file, string folder)
    {
        var opened = FileSystem.RealPath($"/proc/self/fd/{file.DangerousGetHandle()}");
        if (opened is not null && FileSystem.RealPath(folder) is { } root && !IsInside(opened, root))
        {
            throw Outside(folder);
        }
    }

    private static bool IsInside(string real, string root) =>
        real == root || root == "/" || (real.StartsWith(root, StringComparison.Ordinal) && real[root.Length] == '/');

    private static FileException Outside(string folder) =>
        new(isLasting: true, $"it is outside of sandbox_path '{folder}', links followed; move it there or change sandbox_path");
}
