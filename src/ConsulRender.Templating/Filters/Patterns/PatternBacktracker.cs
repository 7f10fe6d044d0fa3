namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>
/// Tries the ways of a program one after another, the preferred one first, and never the same step at the same place twice, which keeps
/// the time linear. The quickest for short texts; for long ones there is <see cref="PatternMachine"/>.
/// </summary>
internal sealed class PatternBacktracker(PatternProgram program, int groups) : PatternMatcher(groups)
{
    private const int MostBits = 256 * 1024;

    private readonly Step[] _steps = program.Steps;
    private ulong[] _visited = new ulong[16];
    private (int Step, int Position)[] _pending = new (int, int)[32];
    private int _pendingCount;

    /// <summary>Whether its notes about a text of this length stay small.</summary>
    internal static bool Suits(PatternProgram program, int length) => (long)program.Steps.Length * (length + 1) <= MostBits;

    internal override bool Find(string text, int start, bool wantsGroups)
    {
        if (program.IsAnchored && start > 0)
        {
            return false;
        }

        Forget(text.Length - start + 1);
        for (var position = start; position <= text.Length; position += position < text.Length ? WidthAt(text, position) : 1)
        {
            if (program.Prefix.Length > 0)
            {
                position = text.IndexOf(program.Prefix, position, StringComparison.Ordinal);
                if (position < 0)
                {
                    return false;
                }
            }

            if (Try(text, start, position, wantsGroups))
            {
                return true;
            }

            if (program.IsAnchored)
            {
                return false;
            }
        }

        return false;
    }

    private void Forget(int places)
    {
        var words = ((places * _steps.Length) + 63) / 64;
        if (words > _visited.Length)
        {
            _visited = new ulong[Math.Max(words, _visited.Length * 2)];
        }
        else
        {
            _visited.AsSpan(0, words).Clear();
        }
    }

    private bool Try(string text, int start, int position, bool wantsGroups)
    {
        Groups.AsSpan().Fill(-1);
        _pendingCount = 0;
        Push(0, position);
        while (_pendingCount > 0)
        {
            var (step, place) = _pending[--_pendingCount];
            if (step < 0)
            {
                // What a way that failed had remembered is undone.
                Groups[~step] = place;
            }
            else if (Follow(step, text, start, place, wantsGroups))
            {
                return true;
            }
        }

        return false;
    }

    private bool Follow(int at, string text, int start, int position, bool wantsGroups)
    {
        while (Visit(((position - start) * _steps.Length) + at))
        {
            ref readonly var step = ref _steps[at];
            switch (step.Kind)
            {
                case StepKind.Match:
                    return true;
                case StepKind.Character:
                    if (position >= text.Length || !step.Set!.Contains(RuneAt(text, position)))
                    {
                        return false;
                    }

                    position += WidthAt(text, position);
                    break;
                case StepKind.Split:
                    Push(step.Argument, position);
                    break;
                case StepKind.Save when wantsGroups:
                    Push(~step.Argument, Groups[step.Argument]);
                    Groups[step.Argument] = position;
                    break;
                case StepKind.Assert when !Holds((Place)step.Argument, text, position):
                    return false;
            }

            at = step.Next;
        }

        return false;
    }

    private bool Visit(int bit)
    {
        ref var word = ref _visited[bit >> 6];
        var mask = 1UL << (bit & 63);
        if ((word & mask) != 0)
        {
            return false;
        }

        word |= mask;
        Take(1);
        return true;
    }

    private void Push(int step, int position)
    {
        if (_pendingCount == _pending.Length)
        {
            Array.Resize(ref _pending, _pending.Length * 2);
        }

        _pending[_pendingCount++] = (step, position);
    }
}
