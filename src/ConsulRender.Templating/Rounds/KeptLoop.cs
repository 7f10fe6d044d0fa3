using System.Runtime.InteropServices;
using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Rounds;

/// <summary>The rounds of a loop as they were when it ran last, in their order, with their text in one piece; owned by the template's memory.</summary>
/// <remarks>
/// What changed concerns few of many rounds, and memory that nobody has touched for a while is slow. So the others are gone over in the one list that they lie
/// in, and neighbours are copied together.
/// </remarks>
internal sealed class KeptLoop
{
    // What one loop may hold of text; a file is seldom a tenth of this.
    private const int MostBytes = 16 * 1024 * 1024;

    // A loop of which nothing could be used again so many times in a row rests for so many runs, because noting costs time.
    private const int MostFruitless = 3;
    private const int Rest = 50;

    private readonly List<RoundVariable> _seen = [];
    private readonly HashSet<string> _leftNames = [];
    private readonly RoundFinder _finder = new();
    private List<KeptRound> _before = [];
    private List<KeptRound> _now = [];
    private byte[] _text = [];
    private byte[] _spare = [];
    private SnapshotRevision? _asOf;

    // Of the run that is under way.
    private ChangedReadings? _changes;
    private RoundLeft? _owed;
    private int _from;
    private int _to;
    private long _begin;
    private int _length;

    // Whether rounds of before may not be used any more in this run, or those of this one in none.
    private bool _isAstray;
    private bool _isSpoilt;

    private int _fruitless;
    private int _rest;

    /// <summary>How many rounds of the last run were not run again.</summary>
    internal int Replayed { get; private set; }

    /// <summary>Whether the last run came to its end.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>Whether the last run read just what the one before had.</summary>
    internal bool ReadTheSame { get; private set; }

    /// <summary>What the rounds of the last run read that are kept.</summary>
    internal IEnumerable<Dependency> Used => (IsOver ? _before : _now).SelectMany(round => round.Readings).Select(reading => reading.Dependency);

    /// <summary>Whether this run is one of those that it does not pay to note; each is asked for once.</summary>
    internal bool TryRest() => _rest > 0 && _rest-- > 0;

    /// <summary>Begins a run; what an interrupted one noted is forgotten.</summary>
    internal void Begin(RenderState state, RenderMemory memory)
    {
        _now.Clear();
        (_length, Replayed, _begin) = (0, 0, state.Output.Length);
        (_from, _to, _owed, _isAstray, _isSpoilt) = (0, 0, null, false, false);
        if (_asOf is null || !IsStillSeen(state.Scope))
        {
            Forget();
        }

        (IsOver, ReadTheSame) = (false, _asOf is not null);
        _changes = _asOf is null ? null : memory.ChangedSince(_asOf, state);
        _finder.Begin(_before);
    }

    /// <summary>Runs a round, or writes again what it wrote.</summary>
    internal Completion Execute(FluidValue item, Block body, RenderState state)
    {
        var place = _isAstray ? -1 : _finder.Find(item);
        if (place >= 0)
        {
            ref readonly var earlier = ref CollectionsMarshal.AsSpan(_before)[place];
            if (!_changes!.Concern(earlier, state) && state.Budget.TrySpend(earlier.Cost))
            {
                Replay(earlier with { Item = item }, place, state);
                return Completion.Normal;
            }
        }

        WriteOwed(state);
        return Run(item, body, state);
    }

    /// <summary>Ends a run that came to its end.</summary>
    internal void End(RenderState state)
    {
        WriteOwed(state);
        _finder.End();
        IsOver = true;
        ReadTheSame &= _now.Count == _before.Count;
        (_before, _now) = (_now, _before);
        _now.Clear();
        if (_length > MostBytes || _isSpoilt || _seen.Exists(variable => _leftNames.Contains(variable.Name)))
        {
            // In the last case what a round left is what another one looked at, so each would have to be compared by itself.
            _asOf = null;
        }
        else
        {
            Take(state.Output);
            _asOf = state.Revision;
        }

        _fruitless = Replayed > 0 ? 0 : _fruitless + 1;
        if (_fruitless == MostFruitless)
        {
            (_fruitless, _rest) = (0, Rest);
        }
    }

    /// <summary>Forgets what no later run can use.</summary>
    internal void Settle()
    {
        if (_asOf is null || _rest > 0)
        {
            Forget();
            (_text, _spare) = ([], []);
        }
    }

    private void Forget()
    {
        _before.Clear();
        _seen.Clear();
        _leftNames.Clear();
        _asOf = null;
    }

    private bool IsStillSeen(Scope scope)
    {
        foreach (var (name, value) in _seen)
        {
            if (!SameValue.Is(value, scope.FindQuietly(name)))
            {
                return false;
            }
        }

        return true;
    }

    // Neighbours are written together, and of variables only what the last of them left is seen.
    private void Replay(in KeptRound round, int place, RenderState state)
    {
        if (round.Start != _to)
        {
            WriteStretch(state);
            _from = round.Start;
        }

        _to = round.End;
        if (round.Left is { } left)
        {
            if (!ReferenceEquals(_owed?.Names, left.Names))
            {
                Assign(state.Scope);
            }

            _owed = left;
        }

        Replayed++;
        ReadTheSame &= place == _now.Count;
        Keep(round with { Start = _length });
    }

    private Completion Run(FluidValue item, Block body, RenderState state)
    {
        var (recorder, spent, taken, start) = (state.Recorder!, state.Budget.Spent, state.Output.Taken, state.Output.Length);
        recorder.Begin(state.Scope);
        var completion = body.Execute(state);
        var length = (int)Math.Min(state.Output.Length - start, MostBytes + 1);
        if (recorder.End() is { } variables && completion != Completion.Break)
        {
            RoundReading[] readings = [.. recorder.Readings];
            var cost = state.Budget.Spent - spent - new Spending(0, state.Output.Taken - taken);
            ReadTheSame &= _now.Count < _before.Count && AreSame(_before[_now.Count].Readings, readings);
            NoteLeft(variables);
            _seen.AddRange(recorder.Seen.Where(seen => !_seen.Exists(known => ReferenceEquals(known.Name, seen.Name))));
            Keep(new KeptRound(item, readings, Marks(readings), LeftOf(variables), _length, length, cost));
        }
        else
        {
            // What comes later may look at it, and the next time it may be something else.
            _isAstray |= recorder.HasAssigned;
            _isSpoilt |= recorder.HasAssigned;
            state.NoteUsed(recorder.Readings);
            _length += length;
        }

        return completion;
    }

    private void Keep(in KeptRound round)
    {
        _now.Add(round);
        _length = (int)Math.Min((long)_length + round.Length, MostBytes + 1);
    }

    // Whoever looked at the variable so far saw what it was before the loop.
    private void NoteLeft(RoundVariable[] variables)
    {
        foreach (var (name, _) in variables)
        {
            _leftNames.Add(name);
            _isAstray |= _seen.Exists(seen => seen.Name == name);
        }
    }

    private RoundLeft? LeftOf(RoundVariable[] variables)
    {
        if (variables.Length == 0)
        {
            return null;
        }

        var names = Array.ConvertAll(variables, variable => variable.Name);
        var known = _now.Count > 0 ? _now[^1].Left?.Names : null;
        return new RoundLeft(known is not null && known.AsSpan().SequenceEqual(names) ? known : names, Array.ConvertAll(variables, variable => variable.Value!));
    }

    private void WriteOwed(RenderState state)
    {
        WriteStretch(state);
        (_from, _to) = (0, 0);
        Assign(state.Scope);
    }

    private void WriteStretch(RenderState state) => state.Output.Write(_text.AsSpan(_from, _to - _from));

    private void Assign(Scope scope)
    {
        if (_owed is { } owed)
        {
            for (var index = 0; index < owed.Names.Length; index++)
            {
                scope.Assign(owed.Names[index], owed.Values[index] is MacroValue macro ? new MacroValue(macro.Macro, scope) : owed.Values[index]);
            }
        }

        _owed = null;
    }

    // The text stays here, because the render gives its own away.
    private void Take(Utf8Output output)
    {
        if (_spare.Length < _length)
        {
            _spare = GC.AllocateUninitializedArray<byte>(_length + (_length / 8));
        }

        output.CopySince(_begin, _spare);
        (_text, _spare) = (_spare, _text);
    }

    private static ulong Marks(RoundReading[] readings) => readings.Aggregate(0UL, (marks, reading) => marks | KeptRound.MarkOf(reading.Dependency));

    private static bool AreSame(RoundReading[] before, RoundReading[] now) =>
        before.Length == now.Length && !before.Where((reading, index) => reading.Dependency != now[index].Dependency).Any();
}
