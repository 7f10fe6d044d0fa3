using Microsoft.Win32.SafeHandles;

namespace ConsulRender;

/// <summary>The mode and owner a file gets; what is null is kept from the file that is replaced. Immutable.</summary>
/// <param name="Mode">The permissions; null keeps the old file's, or 0644 for a new file.</param>
/// <param name="User">A user's name or number; null keeps the old file's.</param>
/// <param name="Group">A group's name or number; null keeps the old file's.</param>
internal sealed record FilePermissions(UnixFileMode? Mode, string? User, string? Group)
{
    private const UnixFileMode NewFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

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
        var user = User is null ? old?.User ?? now.User : FileSystem.UserNumber(User);
        var group = Group is null ? old?.Group ?? now.Group : FileSystem.GroupNumber(Group);
        if (user != now.User || group != now.Group)
        {
            FileSystem.ChangeOwner(staged, user, group);
        }

        // After the owner, because a change of owner clears the set-user and set-group bits.
        File.SetUnixFileMode(staged, Mode ?? old?.Mode ?? NewFile);
    }
}
