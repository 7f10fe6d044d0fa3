namespace ConsulRender.Files;

/// <summary>Finds the file behind symbolic links as the kernel does, also one that is still to be made. Stateless.</summary>
internal static class SymbolicLinks
{
    // The kernel's own limit.
    private const int Longest = 40;

    /// <summary>The path of the file at the end of the links.</summary>
    public static string Target(string path) => FileSystem.RealPath(path) ?? FutureTarget(path);

    private static string FutureTarget(string path)
    {
        for (var links = 0; links <= Longest; links++)
        {
            var directory = Path.GetDirectoryName(path)!;
            directory = FileSystem.RealPath(directory) ?? Path.GetFullPath(directory);
            path = Path.Combine(directory, Path.GetFileName(path));
            if (new FileInfo(path).LinkTarget is not { } target)
            {
                return path;
            }

            path = Path.Combine(directory, target);
        }

        throw new IOException("its symbolic links lead in a circle");
    }
}
