namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>Follows all ways of a program side by side, in order of preference; its notes do not grow with the text.</summary>
/// <seealso href="https://swtch.com/~rsc/regexp/regexp2.html"/>
internal sealed class PatternMachine : PatternMatcher
{
    private readonly PatternProgram _program;
    private readonly int[] _slots;
    private readonly Stack<(int Step, int Slot, int Value)> _pending = [];
    private ThreadList _current;
    private ThreadList _next;
    private bool _wantsGroups;

    internal PatternMachine(PatternProgram program, int groups)
        : base(groups)
    {
        _program = program;
        _slots = new int[groups * 2];
        _current = new ThreadList(program.Steps.Length, groups * 2);
        _next = new ThreadList(program.Steps.Length, groups * 2);
    }

    internal override bool Find(string text, int start, bool wantsGroups)
    {
        _wantsGroups = wantsGroups;
        _current.Clear();
        var found = false;
        for (var position = start; ; position += StepAt(text, position))
        {
            if (_current.Count == 0 && (found || !TryLeap(text, start, ref position)))
            {
                return found;
            }

            if (!found && (!_program.IsAnchored || position == 0))
            {
                Array.Fill(_slots, -1);
                Follow(_current, 0, text, position);
            }

            found |= Advance(text, position);
            if (position >= text.Length || (found && !wantsGroups))
            {
                return found;
            }

            (_current, _next) = (_next, _current);
        }
    }

    // Without a way under way the search may go on where the next match can begin.
    private bool TryLeap(string text, int start, ref int position)
    {
        if (_program.IsAnchored)
        {
            return position == 0 && start == 0;
        }

        if (_program.Prefix.Length > 0)
        {
            var next = text.IndexOf(_program.Prefix, position, StringComparison.Ordinal);
            position = Math.Max(next, position);
            return next >= 0;
        }

        return true;
    }

    // One character further on every way; a match ends the ways that are less preferred.
    private bool Advance(string text, int position)
    {
        var rune = position < text.Length ? RuneAt(text, position) : -1;
        var after = position + StepAt(text, position);
        _next.Clear();
        Take(_current.Count + 1);
        for (var index = 0; index < _current.Count; index++)
        {
            ref readonly var step = ref _program.Steps[_current.StepAt(index)];
            if (step.Kind == StepKind.Match)
            {
                _current.SlotsAt(index).CopyTo(Groups);
                return true;
            }

            if (step.Kind == StepKind.Character && rune >= 0 && step.Set!.Contains(rune))
            {
                _current.SlotsAt(index).CopyTo(_slots);
                Follow(_next, step.Next, text, after);
            }
        }

        return false;
    }

    // Adds a step and all that can be reached from it without a character, in order of preference.
    private void Follow(ThreadList list, int first, string text, int position)
    {
        _pending.Push((first, -1, 0));
        while (_pending.TryPop(out var pending))
        {
            if (pending.Slot >= 0)
            {
                _slots[pending.Slot] = pending.Value;
            }
            else
            {
                FollowFrom(list, pending.Step, text, position);
            }
        }
    }

    private void FollowFrom(ThreadList list, int at, string text, int position)
    {
        while (list.TryAdd(at, _slots, _wantsGroups))
        {
            ref readonly var step = ref _program.Steps[at];
            switch (step.Kind)
            {
                case StepKind.Split:
                    _pending.Push((step.Argument, -1, 0));
                    break;
                case StepKind.Save when _wantsGroups:
                    _pending.Push((0, step.Argument, _slots[step.Argument]));
                    _slots[step.Argument] = position;
                    break;
                case StepKind.Assert when !Holds((Place)step.Argument, text, position):
                case StepKind.Character or StepKind.Match:
                    return;
            }

            at = step.Next;
        }
    }

    private static int StepAt(string text, int position) => position < text.Length ? WidthAt(text, position) : 1;

    /// <summary>The steps that are under way, each once, with the groups so far.</summary>
    private sealed class ThreadList(int steps, int slots)
    {
        private readonly int[] _places = new int[steps];
        private readonly int[] _steps = new int[steps];
        private readonly int[] _slots = new int[steps * slots];

        internal int Count { get; private set; }

        internal int StepAt(int index) => _steps[index];

        internal ReadOnlySpan<int> SlotsAt(int index) => _slots.AsSpan(index * slots, slots);

        internal void Clear() => Count = 0;

        internal bool TryAdd(int step, int[] groups, bool wantsGroups)
        {
            var place = _places[step];
            if (place < Count && _steps[place] == step)
            {
                return false;
            }

            _places[step] = Count;
            _steps[Count] = step;
            if (wantsGroups)
            {
                groups.CopyTo(_slots.AsSpan(Count * slots, slots));
            }

            Count++;
            return true;
        }
    }
}
