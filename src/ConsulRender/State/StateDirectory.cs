using ConsulRender.Files;

namespace ConsulRender.State;

/// <summary>The directory that holds what must outlive the process: journal, earlier versions, last readings, control socket; made when it is first needed. Immutable, shared by all who keep something there.</summary>
public sealed class StateDirectory
{
    internal const UnixFileMode OnlyForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="path">Where it is.</param>
    /// <param name="isExplicit">Whether somebody asked for this very directory, and wants to know when there can be none.</param>
    public StateDirectory(string path, bool isExplicit = false)
    {
        Path = System.IO.Path.GetFullPath(path);
        IsExplicit = isExplicit;
    }

    /// <summary>The directory itself, as a full path.</summary>
    public string Path { get; }

    /// <summary>Whether settings, flag or environment name it; otherwise it is the usual place.</summary>
    public bool IsExplicit { get; }

    /// <summary>Whether it is there.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>A file for each group while a change of it is under way, or a reload is owed.</summary>
    public string JournalFolder => In("journal");

    /// <summary>A folder for each group, with its earlier versions.</summary>
    public string VersionsFolder => In("versions");

    /// <summary>A file for each group that is held by a rollback.</summary>
    public string HoldsFolder => In("holds");

    /// <summary>The last good readings.</summary>
    public string SnapshotFile => In("snapshot.json");

    /// <summary>The unix socket of the daemon.</summary>
    public string ControlSocket => In("control.sock");

    /// <summary>The file whose lock says which daemon has socket and readings.</summary>
    public string LockFile => In("lock");

    /// <summary>Where the state is: where the settings say, else where systemd says, else the usual place of the user; null when the user has none.</summary>
    /// <param name="stateDir">What settings, flag and <c>CONSULRENDER_STATE_DIR</c> say; null when they say nothing.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="isRoot">Whether the process is root's.</param>
    /// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html"/>
    public static StateDirectory? Find(string? stateDir, Func<string, string?> environment, bool isRoot)
    {
        if (stateDir is not null)
        {
            return new StateDirectory(stateDir, isExplicit: true);
        }

        if (environment("STATE_DIRECTORY")?.Split(':')[0] is { Length: > 0 } unit)
        {
            return new StateDirectory(unit);
        }

        if (isRoot)
        {
            return new StateDirectory("/var/lib/consulrender");
        }

        // What is not absolute counts as not said, by the rules of these directories.
        return environment("XDG_STATE_HOME") is { } state && System.IO.Path.IsPathRooted(state) ? new StateDirectory(System.IO.Path.Combine(state, "consulrender"))
            : environment("HOME") is { } home && System.IO.Path.IsPathRooted(home) ? new StateDirectory(System.IO.Path.Combine(home, ".local", "state", "consulrender"))
            : null;
    }

    /// <summary>Makes it, for nobody but its owner, if it is not there.</summary>
    /// <returns>Why nothing can be kept in it; null when it can.</returns>
    public string? Make()
    {
        try
        {
            // One of its folders, too: a directory may be there and not be ours to write.
            MakeFolder(JournalFolder);
            return FileSystem.MayWrite(JournalFolder) ? null : $"the state directory {Path} cannot be used: it may not be written";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the state directory {Path} cannot be made: {(exception is UnauthorizedAccessException ? "permission denied" : exception.Message.TrimEnd('.'))}";
        }
    }

    /// <summary>Makes a folder, and those above it that are missing, for nobody but the owner; .NET would let everybody into those above.</summary>
    internal static void MakeFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            MakeFolder(System.IO.Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder, OnlyForOwner);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
