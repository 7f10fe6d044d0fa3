using System.Globalization;
using ConsulRender.Groups;

namespace ConsulRender.State;

/// <summary>The name under which the state directory knows a group: the same in every process, as long as the group's name and destinations are. Stateless.</summary>
internal static class GroupKey
{
    /// <summary>The name, fit for a file.</summary>
    public static string Of(OutputGroup group) =>
        Of((group.IsNamed ? "named " : "") + group.Name, group.Files.Select(file => Path.GetFullPath(file.Destination.Path)));

    /// <summary>The name, fit for a file.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="destinations">Its destinations as full paths, in the order of the settings.</param>
    public static string Of(string name, IEnumerable<string> destinations) =>
        TextHash.Of(string.Join('\0', [name, .. destinations])).ToString("x16", CultureInfo.InvariantCulture);
}
