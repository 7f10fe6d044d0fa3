using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Rounds;

/// <summary>A round of a loop as it ran: for which item, what it read and left behind, where its text is and what it cost; immutable.</summary>
internal readonly record struct KeptRound(FluidValue Item, RoundReading[] Readings, ulong Marks, RoundLeft? Left, int Start, int Length, Spending Cost)
{
    internal int End => Start + Length;

    /// <summary>A bit of each question, so that most rounds are seen at a glance not to have asked what changed.</summary>
    internal static ulong MarkOf(Dependency dependency) => 1UL << (dependency.GetHashCode() & 63);
}

/// <summary>An answer that a round used; null is one, too.</summary>
internal readonly record struct RoundReading(Dependency Dependency, object? Value);

/// <summary>The variables that a round assigned; equal lists of names are one object within a loop. Immutable.</summary>
internal sealed record RoundLeft(string[] Names, FluidValue[] Values);

/// <summary>A variable and its value at one moment; null where there was none.</summary>
internal readonly record struct RoundVariable(string Name, FluidValue? Value);
