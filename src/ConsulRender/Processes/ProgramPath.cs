namespace ConsulRender.Processes;

/// <summary>Finds the file of a program as the shell does: a name is looked for in PATH only, anything with a slash is a path. Stateless.</summary>
/// <remarks>.NET would look beside the running program and in the working directory before PATH, where anybody may have put something.</remarks>
internal static class ProgramPath
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path; null when a name is in no directory of PATH.</summary>
    public static string? Find(string program) =>
        program.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(program)
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(directory => Path.Combine(directory, program))
                .FirstOrDefault(path => IsExecutable(new FileInfo(path)));

    private static bool IsExecutable(FileInfo file) => file.Exists && (file.UnixFileMode & Execute) != 0;
}
