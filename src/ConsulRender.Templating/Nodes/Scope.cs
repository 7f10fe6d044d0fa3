using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>
/// The variables of a template, a rendered partial or a macro call: what was assigned, and on top of it the loop variables and
/// parameters now in force. Names are compared by reference, because one parse makes each of them once. Owned by the render.
/// </summary>
internal sealed class Scope(Scope? outer)
{
    private Variable[] _assigned = [];
    private Variable[] _inner = [];
    private int _assignedCount;
    private int _innerCount;

    /// <summary>The names that can be seen, for suggestions.</summary>
    internal IEnumerable<string> Names => _assigned.Take(_assignedCount).Concat(_inner.Take(_innerCount))
        .Select(variable => variable.Name)
        .Concat(outer?.AssignedNames ?? []);

    private IEnumerable<string> AssignedNames =>
        _assigned.Take(_assignedCount).Select(variable => variable.Name).Concat(outer?.AssignedNames ?? []);

    internal FluidValue? Find(string name)
    {
        for (var index = _innerCount - 1; index >= 0; index--)
        {
            if (ReferenceEquals(_inner[index].Name, name))
            {
                return _inner[index].Value;
            }
        }

        return FindAssigned(name);
    }

    /// <summary>As <c>assign</c> does: for the whole template, also when it stands inside a loop.</summary>
    internal void Assign(string name, FluidValue value)
    {
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

    // A macro sees what its file assigned, but not the loops and parameters that happen to be in force where it is called.
    private FluidValue? FindAssigned(string name)
    {
        for (var index = 0; index < _assignedCount; index++)
        {
            if (ReferenceEquals(_assigned[index].Name, name))
            {
                return _assigned[index].Value;
            }
        }

        return outer?.FindAssigned(name);
    }

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
