using Microsoft.Win32.SafeHandles;

namespace ConsulRender.Files;

/// <summary>The mode and owner a file gets; what is null is kept from the file that is replaced. Immutable.</summary>
/// <param name="Mode">The permissions; null keeps the old file's, or 0644 for a new file.</param>
/// <param name="User">A user's name or number; null keeps the old file's.</param>
/// <param name="Group">A group's name or number; null keeps the old file's.</param>
internal sealed record FilePermissions(UnixFileMode? Mode, string? User, string? Group)
{
    private const UnixFileMode NewFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Whether there is anything a file could differ from.</summary>
    public bool AreSet => Mode is not null || User is not null || Group is not null;

    /// <summary>The numbers of user and group, for which the system may have to ask a directory; null where nothing is set.</summary>
    public FileOwner Owner() => new(
        User is null ? null : FileSystem.UserNumber(User),
        Group is null ? null : FileSystem.GroupNumber(Group));

    /// <summary>What a file would have after a change; the owner is null where nobody knows before it is made.</summary>
    /// <param name="old">What the file has that would be replaced; null when there is none.</param>
    public (UnixFileMode Mode, uint? User, uint? Group) After(FileStatus? old) => (
        Mode ?? old?.Mode ?? NewFile,
        User is null ? old?.User : FileSystem.UserNumber(User),
        Group is null ? old?.Group : FileSystem.GroupNumber(Group));

    /// <summary>Sets them on a staged file, before anybody can see it under its final name.</summary>
    /// <param name="staged">The staged file, open to write.</param>
    /// <param name="old">What the file has that is replaced; null when there is none.</param>
    public void Apply(SafeFileHandle staged, FileStatus? old)
    {
        var now = FileSystem.Status(staged);
        var owner = Owner();
        ChangeOwner(staged, now, owner.User ?? old?.User ?? now.User, owner.Group ?? old?.Group ?? now.Group);

        // After the owner, because a change of owner clears the set-user and set-group bits.
        File.SetUnixFileMode(staged, Mode ?? old?.Mode ?? NewFile);
    }

    /// <summary>Whether a file has another mode or owner.</summary>
    public bool DifferFrom(FileStatus live, FileOwner owner) =>
        (Mode ?? live.Mode) != live.Mode || (owner.User ?? live.User) != live.User || (owner.Group ?? live.Group) != live.Group;

    /// <summary>Gives an open file what it lacks of them.</summary>
    /// <returns>What was changed, such as <c>mode of X: 0600 -> 0644</c>.</returns>
    public IEnumerable<string> Repair(SafeFileHandle live, FileOwner owner, string path)
    {
        var now = FileSystem.Status(live);
        var (user, group, mode) = (owner.User ?? now.User, owner.Group ?? now.Group, Mode ?? now.Mode);
        var hasOwner = ChangeOwner(live, now, user, group);
        if (hasOwner || mode != now.Mode)
        {
            File.SetUnixFileMode(live, mode);
        }

        return
        [
            .. hasOwner ? [$"owner of {path}: {now.User}:{now.Group} -> {User ?? $"{user}"}:{Group ?? $"{group}"}"] : Array.Empty<string>(),
            .. mode != now.Mode ? [$"mode of {path}: {Octal(now.Mode)} -> {Octal(mode)}"] : Array.Empty<string>(),
        ];
    }

    private static bool ChangeOwner(SafeFileHandle file, FileStatus now, uint user, uint group)
    {
        if (user == now.User && group == now.Group)
        {
            return false;
        }

        FileSystem.ChangeOwner(file, user, group);
        return true;
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}

/// <summary>The numbers of a user and a group; null is nobody in particular. Immutable.</summary>
internal sealed record FileOwner(uint? User, uint? Group);
