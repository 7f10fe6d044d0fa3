using System.Runtime.InteropServices;
using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Rounds;

/// <summary>
/// What the renders of one template leave for the next: the text of rounds of loops, each with all that it was made of. Owned by whoever renders the
/// same template again and again; one render at a time uses it.
/// </summary>
/// <remarks>It changes what a render costs and never what it gives: a round is run again as soon as anything differs that it has looked at.</remarks>
public sealed class RenderMemory
{
    /// <summary>How many runs of one loop in one render are kept: each takes a kilobyte, and who comes by more often has short loops.</summary>
    internal const int MostRuns = 4_000;

    // A loop in a partial or in another loop is run several times in one render, and each time has its own rounds.
    private readonly Dictionary<ForStatement, Uses> _loops = [];
    private readonly Dictionary<Node, MadeList> _lists = [];
    private List<KeptLoop> _entered = [];
    private List<KeptLoop> _enteredBefore = [];
    private (SnapshotRevision Since, ChangedReadings Changes)? _changes;

    // All that this render and the one before read, and what of it no kept round did; null for one that did not come to its end.
    private IReadOnlySet<Dependency>? _used;
    private IReadOnlySet<Dependency>? _usedBefore;
    private HashSet<Dependency> _usedBeside = [];

    // Texts are the author's by their identity, and those that rounds left behind live on in the next render.
    private LineBreaks? _lineBreaks;

    /// <summary>How many rounds of loops the last render did not have to run.</summary>
    internal int Replayed => _entered.Sum(loop => loop.Replayed);

    internal LineBreaks LineBreaksOf(ParsedTexts parsed) => _lineBreaks ??= new(parsed);

    /// <summary>Begins a render.</summary>
    internal void Begin()
    {
        (_entered, _enteredBefore, _changes) = (_enteredBefore, _entered, null);
        (_used, _usedBefore) = (null, _used);
        _entered.Clear();
        foreach (var uses in _loops.Values)
        {
            uses.Next = 0;
        }
    }

    /// <summary>Forgets what the next render cannot use: of a whole one the loops that it did not come by.</summary>
    internal void End(Rendering rendering)
    {
        foreach (var loop in _entered)
        {
            loop.Settle();
        }

        if (!rendering.IsComplete)
        {
            return;
        }

        foreach (var uses in _loops.Values)
        {
            uses.Loops?.RemoveRange(uses.Next, uses.Loops.Count - uses.Next);
        }
    }

    /// <summary>The rounds of a loop that is about to run; null when it does not pay to keep them.</summary>
    internal KeptLoop? Enter(ForStatement loop, RenderState state)
    {
        ref var uses = ref CollectionsMarshal.GetValueRefOrAddDefault(_loops, loop, out _);
        uses ??= new Uses { Loops = KeepableLoops.Contains(loop) ? [] : null };
        if (uses.Loops is not { } loops || uses.Next == MostRuns)
        {
            return null;
        }

        if (uses.Next == loops.Count)
        {
            loops.Add(new KeptLoop());
        }

        var kept = loops[uses.Next++];
        if (kept.TryRest())
        {
            return null;
        }

        _entered.Add(kept);
        kept.Begin(state, this);
        return kept;
    }

    /// <summary>What may be read otherwise since a loop ran last; found once for all loops that ran in the same render.</summary>
    internal ChangedReadings ChangedSince(SnapshotRevision since, RenderState state)
    {
        if (_changes is not { } changes || !ReferenceEquals(changes.Since, since))
        {
            changes = (since, state.ChangedSince(since));
            _changes = changes;
        }

        return changes.Changes;
    }

    /// <summary>The list that a call made of an answer, so that its items are the same objects as long as the answer is.</summary>
    internal FluidValue ListOf(Node call, object answer, Func<FluidValue> make)
    {
        ref var made = ref CollectionsMarshal.GetValueRefOrAddDefault(_lists, call, out _);
        if (!ReferenceEquals(made.Answer, answer))
        {
            made = new(answer, make());
        }

        return made.List;
    }

    /// <summary>All that a render read; the same object as after the one before when that read the same.</summary>
    /// <param name="beside">What no kept round read.</param>
    internal IReadOnlySet<Dependency> UsedWith(HashSet<Dependency> beside)
    {
        var isOver = _entered.TrueForAll(loop => loop.IsOver);
        var isSame = isOver && _entered.TrueForAll(loop => loop.ReadTheSame) && _entered.SequenceEqual(_enteredBefore) && _usedBeside.SetEquals(beside);
        var used = isSame ? _usedBefore : null;
        if (used is null)
        {
            used = new HashSet<Dependency>(beside.Concat(_entered.SelectMany(loop => loop.Used)));
            used = _usedBefore?.SetEquals(used) == true ? _usedBefore : used;
        }

        (_used, _usedBeside) = (isOver ? used : null, beside);
        return used;
    }

    private sealed class Uses
    {
        internal List<KeptLoop>? Loops { get; init; }

        internal int Next { get; set; }
    }

    private readonly record struct MadeList(object Answer, FluidValue List);
}
