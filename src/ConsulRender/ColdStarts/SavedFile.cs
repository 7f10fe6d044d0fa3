using ConsulRender.Consul.Saved;
using ConsulRender.Files;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender.ColdStarts;

/// <summary>The file of saved readings: read whole, written beside and put in its place, for nobody but the owner. Stateless; no two write at once.</summary>
/// <param name="path">The file.</param>
internal sealed class SavedFile(string path)
{
    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>What is in it; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public SavedReadings? Read()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            return SavedReadings.Read(stream);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts these in the place of those in it, durably.</summary>
    /// <returns>How many bytes it has now.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public long Write(SavedReadings readings, bool withSecrets)
    {
        var staged = DotName.Beside(path, DotName.Staged);
        try
        {
            var length = Stage(staged, readings, withSecrets);
            FileSystem.Rename(staged, path);
            FileSystem.FlushDirectory(System.IO.Path.GetDirectoryName(path)!);
            return length;
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }

    /// <summary>Notes in it that Consul still says all that.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Confirm(DateTimeOffset asOf)
    {
        var (bytes, offset) = SavedReadings.Confirm(asOf);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, bytes, offset);
    }

    private static long Stage(string staged, SavedReadings readings, bool withSecrets)
    {
        using var file = Create(staged);
        using var stream = new FileStream(file, FileAccess.Write, bufferSize: 0);
        readings.Write(stream, withSecrets);
        RandomAccess.FlushToDisk(file);
        return stream.Length;
    }

    private static SafeFileHandle Create(string staged)
    {
        State.StateDirectory.MakeFolder(System.IO.Path.GetDirectoryName(staged)!);

        // Of an earlier process with our ID.
        File.Delete(staged);
        return FileSystem.CreateNew(staged);
    }
}
