using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ConsulRender.Files;

/// <summary>The name of a file that a process keeps beside one of ours for a moment: <c>.NAME.PID.WHAT</c>, which no <c>conf.d/*</c> reads. Immutable.</summary>
/// <param name="Name">The name of the file that it stands beside.</param>
/// <param name="ProcessId">The process that made it: a daemon and a <c>-once</c> run of the same file are kept apart.</param>
/// <param name="What">What it holds: <see cref="Staged"/> or <see cref="Previous"/>.</param>
public sealed record DotName(string Name, int ProcessId, string What)
{
    /// <summary>The new text, before it is in place.</summary>
    public const string Staged = "staged";

    /// <summary>The file before, until the change has proved good.</summary>
    public const string Previous = "previous";

    /// <summary>The path of this process's file beside another one.</summary>
    /// <param name="path">The other one.</param>
    /// <param name="what"><see cref="Staged"/> or <see cref="Previous"/>.</param>
    public static string Beside(string path, string what) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", new DotName(Path.GetFileName(path), Environment.ProcessId, what).ToString());

    /// <summary>Whether a file's name, without its directory, is one that a process of ours may have given, this one or another.</summary>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out DotName? parsed)
    {
        parsed = null;
        var beforeWhat = fileName.LastIndexOf('.');
        var beforeId = beforeWhat > 0 ? fileName.LastIndexOf('.', beforeWhat - 1) : -1;
        if (beforeId < 2
            || fileName[0] != '.'
            || fileName[(beforeWhat + 1)..] is not (Staged or Previous)
            || !int.TryParse(fileName.AsSpan(beforeId + 1, beforeWhat - beforeId - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
        {
            return false;
        }

        // A number that begins with a zero is nobody's.
        var name = new DotName(fileName[1..beforeId], processId, fileName[(beforeWhat + 1)..]);
        parsed = processId > 0 && name.ToString() == fileName ? name : null;
        return parsed is not null;
    }

    /// <summary>The file's name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $".{Name}.{ProcessId}.{What}");
}
