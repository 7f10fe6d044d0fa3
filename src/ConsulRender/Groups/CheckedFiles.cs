using System.Text;

namespace ConsulRender.Groups;

/// <summary>What a check command may look at: the staged files of the whole group, the live ones where nothing changes. Immutable.</summary>
/// <param name="Files">Each destination as a full path, with the path that stands for it.</param>
internal sealed record CheckedFiles(IReadOnlyList<(string Destination, string Path)> Files)
{
    /// <summary>The variable that tells a check command which file stands for which.</summary>
    public const string Variable = "CONSULRENDER_STAGED";

    // The kernel takes no variable of 128 KB.
    private const int Longest = 120_000;

    /// <summary>What stands for <c>{paths}</c>.</summary>
    public IReadOnlyList<string> Paths { get; } = [.. Files.Select(file => file.Path)];

    /// <summary>A line for each file, <c>DESTINATION TAB PATH</c>; null when that is more than a variable can hold.</summary>
    public string? Listing { get; } = Fitting(string.Concat(Files.Select(file => $"{file.Destination}\t{file.Path}\n")));

    private static string? Fitting(string listing) => Encoding.UTF8.GetByteCount(listing) <= Longest ? listing : null;
}
