using System.Globalization;
using ConsulRender.State;

namespace ConsulRender.Versions;

/// <summary>That a group is held at an earlier version, on disk too, until somebody releases it; immutable.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Since">When it was put in place.</param>
public sealed record Rollback(int Version, DateTimeOffset Since)
{
    /// <summary>The same in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"version {Version} is in place, since {Rfc3339.Format(Since)}");

    /// <summary>At what version a group is held; null when it is not.</summary>
    internal static Rollback? Read(StateDirectory state, string key)
    {
        var path = Path.Combine(state.HoldsFolder, key);
        try
        {
            // What cannot be understood was meant to hold it.
            return File.Exists(path) ? VersionText.ReadRollback(File.ReadAllBytes(path)) ?? new Rollback(0, File.GetLastWriteTimeUtc(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes down that the group is held.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal void Write(StateDirectory state, string key, string group) =>
        StateFile.Write(Path.Combine(state.HoldsFolder, key), VersionText.Write(group, this), isDurable: true);

    /// <summary>Forgets it.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    internal static void Remove(StateDirectory state, string key)
    {
        var path = Path.Combine(state.HoldsFolder, key);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }
}
