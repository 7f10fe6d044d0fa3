namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>What one step of a program does.</summary>
internal enum StepKind
{
    /// <summary>Takes one character of a set.</summary>
    Character,

    /// <summary>Goes on in two ways, the first one preferred.</summary>
    Split,

    Jump,

    /// <summary>Remembers the place as the start or end of a group.</summary>
    Save,

    /// <summary>Goes on only at a place of a kind.</summary>
    Assert,
    Match,
}

/// <summary>One step; what <c>Argument</c> means depends on the kind: the second way, the slot or the place.</summary>
internal readonly record struct Step(StepKind Kind, int Next, int Argument, RuneSet? Set);

/// <summary>
/// A regular expression as steps, which the machine takes all at once for each character, so that time grows only with the text;
/// immutable.
/// </summary>
internal sealed class PatternProgram
{
    private const int MostSteps = 50_000;

    private readonly List<Step> _steps = [];

    internal PatternProgram(PatternNode pattern)
    {
        IsAnchored = StartsAtTextStart(pattern);
        Prefix = IsAnchored ? "" : PrefixOf(pattern);
        Save(0);
        Emit(pattern);
        Save(1);
        Add(StepKind.Match, 0);
        Steps = [.. _steps];
    }

    internal Step[] Steps { get; }

    /// <summary>Whether a match can only begin where the text begins.</summary>
    internal bool IsAnchored { get; }

    /// <summary>What every match begins with; lets the search leap.</summary>
    internal string Prefix { get; }

    private int Here => _steps.Count;

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.One one:
                Add(StepKind.Character, 0, one.Set);
                break;
            case PatternNode.At at:
                Add(StepKind.Assert, (int)at.Place);
                break;
            case PatternNode.Group group:
                Save(group.Number * 2);
                Emit(group.Inner);
                Save((group.Number * 2) + 1);
                break;
            case PatternNode.Sequence sequence:
                Array.ForEach(sequence.Items, Emit);
                break;
            case PatternNode.Choice choice:
                EmitChoice(choice.Items);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    private void EmitChoice(PatternNode[] items)
    {
        var ends = new List<int>();
        for (var index = 0; index < items.Length - 1; index++)
        {
            var split = Add(StepKind.Split, 0);
            Emit(items[index]);
            ends.Add(Add(StepKind.Jump, 0));
            SetSecond(split, Here);
        }

        Emit(items[^1]);
        ends.ForEach(end => _steps[end] = _steps[end] with { Next = Here });
    }

    // x{2,4} is xx(x(x)?)?, and x{2,} is xx+.
    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        for (var count = 0; count < repeat.Least - (repeat.Most is null ? 1 : 0); count++)
        {
            Emit(repeat.Inner);
        }

        if (repeat.Most is { } most)
        {
            EmitOptional(repeat, most - repeat.Least);
        }
        else if (repeat.Least > 0)
        {
            EmitPlus(repeat);
        }
        else if (repeat.Inner.IsNullable)
        {
            // As (x+)?, so that an empty round is not preferred to a longer match; Go does the same, see golang.org/issue/46123.
            var split = Add(StepKind.Split, 0);
            EmitPlus(repeat);
            Close(split, repeat.IsLazy);
        }
        else
        {
            EmitStar(repeat);
        }
    }

    private void EmitOptional(PatternNode.Repeat repeat, int times)
    {
        var splits = new List<int>();
        for (var count = 0; count < times; count++)
        {
            splits.Add(Add(StepKind.Split, 0));
            Emit(repeat.Inner);
        }

        splits.ForEach(split => Close(split, repeat.IsLazy));
    }

    private void EmitStar(PatternNode.Repeat repeat)
    {
        var split = Add(StepKind.Split, 0);
        Emit(repeat.Inner);
        var back = Add(StepKind.Jump, 0);
        _steps[back] = _steps[back] with { Next = split };
        Close(split, repeat.IsLazy);
    }

    private void EmitPlus(PatternNode.Repeat repeat)
    {
        var start = Here;
        Emit(repeat.Inner);
        var split = Add(StepKind.Split, 0);
        _steps[split] = repeat.IsLazy
            ? _steps[split] with { Next = Here, Argument = start }
            : _steps[split] with { Next = start, Argument = Here };
    }

    // The way past what follows the split is the second one, or the first one when the repeat is lazy.
    private void Close(int split, bool isLazy) =>
        _steps[split] = isLazy ? _steps[split] with { Next = Here, Argument = split + 1 } : _steps[split] with { Argument = Here };

    private void SetSecond(int split, int second) => _steps[split] = _steps[split] with { Argument = second };

    private void Save(int slot) => Add(StepKind.Save, slot);

    private int Add(StepKind kind, int argument, RuneSet? set = null)
    {
        if (Here >= MostSteps)
        {
            throw new FormatException("this regular expression is too large");
        }

        _steps.Add(new Step(kind, Here + 1, argument, set));
        return Here - 1;
    }

    private static bool StartsAtTextStart(PatternNode node) => node switch
    {
        PatternNode.At at => at.Place == Place.TextStart,
        PatternNode.Group group => StartsAtTextStart(group.Inner),
        PatternNode.Sequence { Items: [var first, ..] } => StartsAtTextStart(first),
        PatternNode.Choice choice => Array.TrueForAll(choice.Items, StartsAtTextStart),
        _ => false,
    };

    private static string PrefixOf(PatternNode node) => node is PatternNode.Sequence sequence
        ? string.Concat(sequence.Items.TakeWhile(item => item is PatternNode.One { Set.Single: not null and not (>= 0xD800 and <= 0xDFFF) })
            .Select(item => char.ConvertFromUtf32(((PatternNode.One)item).Set.Single!.Value)))
        : "";
}
