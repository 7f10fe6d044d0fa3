using System.Runtime.InteropServices;
using ConsulRender.Templating.Rounds;

namespace ConsulRender.Templating.Nodes;

/// <summary>What tags remember beside the variables: counters, and the last text of <c>ifchanged</c>. A rendered partial has its own.</summary>
internal sealed class Registers(RoundRecorder? recorder)
{
    private readonly int _born = recorder?.Round ?? 0;
    private Dictionary<string, int>? _counters;

    internal string? LastChanged
    {
        get
        {
            recorder?.RefuseOlder(_born);
            return field;
        }
        set;
    }

    /// <summary>The counter behind <c>increment</c>, <c>decrement</c>, <c>cycle</c> and <c>offset: continue</c>, which starts at 0.</summary>
    internal ref int Counter(string name)
    {
        recorder?.RefuseOlder(_born);
        return ref CollectionsMarshal.GetValueRefOrAddDefault(_counters ??= [], name, out _);
    }

    internal bool TryGetCounter(string name, out int count)
    {
        recorder?.RefuseOlder(_born);
        count = 0;
        return _counters is not null && _counters.TryGetValue(name, out count);
    }
}
