using ConsulRender.Files;

namespace ConsulRender.State;

/// <summary>Writes files of the state directory so that whoever reads one sees all of it, the old or the new. Stateless.</summary>
internal static class StateFile
{
    /// <summary>Puts the bytes in the file's place in one step, mode 0600, with its folder made if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">What it is to hold.</param>
    /// <param name="isDurable">Whether it is to survive a power cut from now on.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool isDurable)
    {
        var folder = Path.GetDirectoryName(path)!;
        var staged = DotName.Beside(path, DotName.Staged);
        try
        {
            using (var file = Create(staged, folder))
            {
                RandomAccess.Write(file, bytes, fileOffset: 0);
                if (isDurable)
                {
                    RandomAccess.FlushToDisk(file);
                }
            }

            FileSystem.Rename(staged, path);
        }
        catch
        {
            File.Delete(staged);
            throw;
        }

        if (isDurable)
        {
            FileSystem.FlushDirectory(folder);
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Create(string staged, string folder)
    {
        try
        {
            return FileSystem.CreateNew(staged);
        }
        catch (DirectoryNotFoundException)
        {
            StateDirectory.MakeFolder(folder);
        }
        catch (IOException) when (File.Exists(staged))
        {
            // Of an earlier process with our ID.
            File.Delete(staged);
        }

        return FileSystem.CreateNew(staged);
    }
}
