namespace ConsulRender.Files;

/// <summary>A destination that could not be read, staged, swapped or restored; the message names the file and says what to do where that is known.</summary>
public sealed class DestinationException(string path, string what, Exception innerException)
    : Exception($"{path} {what}: {Reason(path, innerException)}", innerException)
{
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;

    private static string Reason(string path, Exception exception) =>
        exception switch
        {
            DirectoryNotFoundException => $"the directory '{Directory(path)}' does not exist; create it or set \"create_dest_dirs\": true",
            UnauthorizedAccessException when System.IO.Directory.Exists(path) => "it is a directory",
            IOException when ErrorNumber(exception) == NoSpaceLeft => "no space left on the device",
            IOException when ErrorNumber(exception) == ReadOnlyFileSystem => "the file system is read-only",
            UnauthorizedAccessException => $"permission denied in '{Directory(path)}'",
            _ => exception.Message,
        };

    private static int ErrorNumber(Exception exception) => exception.HResult & 0xFFFF;

    private static string Directory(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
