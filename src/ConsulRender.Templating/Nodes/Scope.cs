using ConsulRender.Templating.Rounds;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>
/// The variables of a template, a rendered partial or a macro call: what was assigned, and on top of it the loop variables and
/// parameters now in force. Names are compared by reference, because one parse makes each of them once. Owned by the render.
/// </summary>
internal sealed class Scope(Scope? outer, RoundRecorder? recorder)
{
    private Variable[] _assigned = [];
    private Variable[] _inner = [];
    private int _assignedCount;
    private int _innerCount;

    /// <summary>The round of a loop in which it was made; 0 outside of those that are noted.</summary>
    internal int Born { get; } = recorder?.Round ?? 0;

    internal int InnerCount => _innerCount;

    /// <summary>The names that can be seen, for suggestions.</summary>
    internal IEnumerable<string> Names => _assigned.Take(_assignedCount).Concat(_inner.Take(_innerCount))
        .Select(variable => variable.Name)
        .Concat(outer?.AssignedNames ?? []);

    private IEnumerable<string> AssignedNames =>
        _assigned.Take(_assignedCount).Select(variable => variable.Name).Concat(outer?.AssignedNames ?? []);

    internal FluidValue? Find(string name)
    {
        var place = FindInner(name);
        if (place < 0)
        {
            return FindAssigned(name);
        }

        var value = _inner[place].Value;
        if (recorder is { IsRecording: true })
        {
            recorder.NoteInner(this, place, name, value);
        }

        return value;
    }

    /// <summary>The same without a note that it was looked at.</summary>
    internal FluidValue? FindQuietly(string name)
    {
        var place = FindInner(name);
        return place >= 0 ? _inner[place].Value : FindAssignedQuietly(name);
    }

    /// <summary>What was assigned here; null when nothing was.</summary>
    internal FluidValue? FindOwn(string name)
    {
        for (var index = 0; index < _assignedCount; index++)
        {
            if (ReferenceEquals(_assigned[index].Name, name))
            {
                return _assigned[index].Value;
            }
        }

        return null;
    }

    /// <summary>Whether who looks for a name from here finds what a certain scope assigned, or looks in vain last there.</summary>
    internal bool IsFoundAt(Scope scope, string name) => FindInner(name) < 0 && IsAssignedAt(scope, name);

    /// <summary>As <c>assign</c> does: for the whole template, also when it stands inside a loop.</summary>
    internal void Assign(string name, FluidValue value)
    {
        if (recorder is { IsRecording: true })
        {
            recorder.NoteAssignment(this, name);
        }

        for (var index = 0; index < _assignedCount; index++)
        {
            if (ReferenceEquals(_assigned[index].Name, name))
            {
                _assigned[index].Value = value;
                return;
            }
        }

        Add(ref _assigned, ref _assignedCount, name, value);
    }

    /// <summary>Adds a variable that lasts until <see cref="Pop"/>; its place is for <see cref="Set"/>.</summary>
    internal int Push(string name, FluidValue value)
    {
        Add(ref _inner, ref _innerCount, name, value);
        return _innerCount - 1;
    }

    internal void Set(int place, FluidValue value) => _inner[place].Value = value;

    internal void Pop(int count) => _innerCount -= count;

    private int FindInner(string name)
    {
        var index = _innerCount - 1;
        while (index >= 0 && !ReferenceEquals(_inner[index].Name, name))
        {
            index--;
        }

        return index;
    }

    // A macro sees what its file assigned, but not the loops and parameters that happen to be in force where it is called.
    private FluidValue? FindAssigned(string name)
    {
        var value = FindOwn(name);
        if (value is null && outer is not null)
        {
            return outer.FindAssigned(name);
        }

        if (recorder is { IsRecording: true })
        {
            recorder.NoteAssigned(this, name, value);
        }

        return value;
    }

    private bool IsAssignedAt(Scope scope, string name) => FindOwn(name) is not null || outer is null ? ReferenceEquals(this, scope) : outer.IsAssignedAt(scope, name);

    private FluidValue? FindAssignedQuietly(string name) => FindOwn(name) ?? outer?.FindAssignedQuietly(name);

    private static void Add(ref Variable[] variables, ref int count, string name, FluidValue value)
    {
        if (count == variables.Length)
        {
            Array.Resize(ref variables, Math.Max(4, count * 2));
        }

        variables[count++] = new Variable { Name = name, Value = value };
    }

    private struct Variable
    {
        internal string Name;
        internal FluidValue Value;
    }
}
