using ConsulRender.Findings;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings.Hcl;

/// <summary>What is wrong with one HCL file; decides when enough is said, and nothing more of the file is read then.</summary>
internal sealed class HclProblems(string path, List<Finding> findings)
{
    private const int Most = 20;

    private int _count;

    /// <summary>Whether what comes now could only be a consequence of what is said already.</summary>
    public bool Stopped { get; private set; }

    public void Add(HclPlace place, string message)
    {
        if (Stopped)
        {
            return;
        }

        // What is not closed is known only at its end, and told at its beginning.
        var index = findings.Count;
        while (index > findings.Count - _count && IsBefore(place, findings[index - 1].Position))
        {
            index--;
        }

        findings.Insert(index, InvalidSettings.At(new SourcePosition(path, place.Line, place.Column), message));
        Stopped = ++_count == Most;
    }

    /// <summary>Adds the last one: nobody can know what the rest was meant to be.</summary>
    public void Stop(HclPlace place, string message)
    {
        Add(place, message);
        Stopped = true;
    }

    public void Stop() => Stopped = true;

    private static bool IsBefore(HclPlace place, SourcePosition other) =>
        place.Line < other.Line || (place.Line == other.Line && place.Column < other.Column);
}
