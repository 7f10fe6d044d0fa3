namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>A piece of a regular expression; owned by the parser until the compiler has read it.</summary>
internal abstract record PatternNode
{
    /// <summary>Whether it can match nothing at all.</summary>
    internal abstract bool IsNullable { get; }

    /// <summary>One character of a set.</summary>
    internal sealed record One(RuneSet Set) : PatternNode
    {
        internal override bool IsNullable => false;
    }

    /// <summary>A place between characters.</summary>
    internal sealed record At(Place Place) : PatternNode
    {
        internal override bool IsNullable => true;
    }

    /// <summary>A numbered group.</summary>
    internal sealed record Group(int Number, PatternNode Inner) : PatternNode
    {
        internal override bool IsNullable => Inner.IsNullable;
    }

    /// <summary>One after another; without items it is nothing.</summary>
    internal sealed record Sequence(PatternNode[] Items) : PatternNode
    {
        internal override bool IsNullable => Array.TrueForAll(Items, item => item.IsNullable);
    }

    /// <summary>The first that leads to a match.</summary>
    internal sealed record Choice(PatternNode[] Items) : PatternNode
    {
        internal override bool IsNullable => Array.Exists(Items, item => item.IsNullable);
    }

    /// <summary>Several times; <c>Most</c> is null when there is no limit.</summary>
    internal sealed record Repeat(PatternNode Inner, int Least, int? Most, bool IsLazy) : PatternNode
    {
        internal override bool IsNullable => Least == 0 || Inner.IsNullable;
    }
}

/// <summary>What can be asked of a place between characters.</summary>
internal enum Place
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
