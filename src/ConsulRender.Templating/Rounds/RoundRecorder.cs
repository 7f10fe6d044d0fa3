using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Rounds;

/// <summary>
/// Notes what one round of a loop looks at outside of itself and what it leaves behind: readings, variables. Whatever else it looks at
/// makes the round one that is not kept. Owned by a render, which notes one round at a time.
/// </summary>
internal sealed class RoundRecorder
{
    private readonly List<RoundReading> _readings = [];
    private readonly List<RoundVariable> _seen = [];
    private readonly List<string> _assigned = [];
    private Scope? _scope;
    private int _inner;
    private int _last;
    private bool _isRefused;

    /// <summary>The number of the round being noted; 0 while there is none.</summary>
    internal int Round { get; private set; }

    internal bool IsRecording => _scope is not null;

    /// <summary>What the round has read so far, or the last one had.</summary>
    internal IReadOnlyList<RoundReading> Readings => _readings;

    /// <summary>The variables from outside that it has looked at, or the last one had.</summary>
    internal IReadOnlyList<RoundVariable> Seen => _seen;

    /// <summary>Whether it, or the last one, has assigned variables that others can see.</summary>
    internal bool HasAssigned { get; private set; }

    /// <summary>Begins a round.</summary>
    /// <param name="scope">The variables that the loop sees; what is made later belongs to the round.</param>
    internal void Begin(Scope scope)
    {
        (_scope, _inner, _isRefused, HasAssigned, Round) = (scope, scope.InnerCount, false, false, ++_last);
        _readings.Clear();
        _seen.Clear();
        _assigned.Clear();
    }

    /// <summary>Ends the round.</summary>
    /// <returns>The variables that it leaves behind; null when it cannot be kept.</returns>
    internal RoundVariable[]? End()
    {
        var scope = _scope!;
        (_scope, Round) = (null, 0);
        if (_isRefused)
        {
            return null;
        }

        var left = _assigned.Count == 0 ? [] : _assigned.ConvertAll(name => new RoundVariable(name, scope.FindOwn(name))).ToArray();
        return Array.TrueForAll(left, variable => CanBeLeft(variable.Value, scope)) ? left : null;
    }

    /// <summary>The round looks at something that no later round could be compared by.</summary>
    internal void Refuse() => _isRefused = true;

    /// <summary>Refuses the round if it looks at something that was there before it.</summary>
    internal void RefuseOlder(int born) => _isRefused |= Round != born;

    /// <summary>A question is asked; whoever gets no answer refuses the round.</summary>
    internal void NoteReading(Dependency dependency, Reading? reading) => _readings.Add(new RoundReading(dependency, reading?.Value));

    /// <summary>A loop variable or parameter is read.</summary>
    internal void NoteInner(Scope scope, int place, string name, FluidValue value)
    {
        // The last one before the round is the item of the loop, which is compared by itself.
        if (scope.Born != Round && place < _inner - 1)
        {
            NoteSeen(name, value);
        }
    }

    /// <summary>An assigned variable is read, or is not there.</summary>
    internal void NoteAssigned(Scope scope, string name, FluidValue? value)
    {
        if (scope.Born == Round || (ReferenceEquals(scope, _scope) && _assigned.Contains(name)))
        {
            return;
        }

        if (_scope!.IsFoundAt(scope, name))
        {
            NoteSeen(name, value);
        }
        else
        {
            // A macro sees other variables than the loop does, from where the next render will look.
            Refuse();
        }
    }

    /// <summary>A variable is assigned.</summary>
    internal void NoteAssignment(Scope scope, string name)
    {
        if (scope.Born == Round)
        {
            return;
        }

        HasAssigned = true;
        if (!_assigned.Contains(name))
        {
            _assigned.Add(name);
        }
    }

    private void NoteSeen(string name, FluidValue? value)
    {
        foreach (var seen in _seen)
        {
            if (ReferenceEquals(seen.Name, name))
            {
                return;
            }
        }

        _seen.Add(new RoundVariable(name, value));
    }

    // A loop's own value moves on, and a macro of another file has variables that no later render knows.
    private static bool CanBeLeft(FluidValue? value, Scope scope) =>
        value is not (null or LoopValue or TableLoopValue) && (value is not MacroValue macro || ReferenceEquals(macro.Home, scope));
}
