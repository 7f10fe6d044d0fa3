namespace ConsulRender.Consul.Transport;

/// <summary>Says why a file of the connection cannot be read. Stateless.</summary>
internal static class FileProblem
{
    /// <summary>Whether an exception says that a file cannot be read.</summary>
    internal static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Why a file cannot be read.</summary>
    internal static string File(string path, Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
        : Directory.Exists(path) ? "it is a folder"
        : exception is UnauthorizedAccessException ? "this user may not read it"
        : "it is no readable file";

    /// <summary>Why a folder cannot be read.</summary>
    internal static string Folder(string path, Exception exception) =>
        System.IO.File.Exists(path) ? "it is a file"
        : exception is DirectoryNotFoundException ? "there is no such folder"
        : exception is UnauthorizedAccessException ? "this user may not read it"
        : "it is no readable folder";
}
