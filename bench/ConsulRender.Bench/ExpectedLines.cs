using System.Text;

namespace ConsulRender.Bench;

/// <summary>What a file must hold and must not hold once a change is in it; immutable.</summary>
internal sealed class ExpectedLines(Fleet fleet, FleetChange change)
{
    private readonly (byte[] Text, bool IsThere)[] _lines = [.. change.Instances.Select(instance => fleet.Line(instance) is { } line
        ? (Encoding.UTF8.GetBytes($"\n{line}\n"), true)
        : (Encoding.UTF8.GetBytes($"\n{instance.Id} "), false))];

    /// <summary>Whether the file is so in all lines; the agent's own service stands before them.</summary>
    public bool AreIn(ReadOnlySpan<byte> file)
    {
        foreach (var (text, isThere) in _lines)
        {
            if (file.IndexOf(text) >= 0 != isThere)
            {
                return false;
            }
        }

        return true;
    }
}
