using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>
/// What one render may still spend: rounds, bytes of text, time. Work is counted, and only every so often is the clock looked at. Owned
/// by that render.
/// </summary>
internal sealed class RenderBudget(TemplateLimits limits, TimeProvider clock)
{
    // A look at the clock costs about what one of these costs, so looking is not felt, and between two looks little can happen.
    private const int WorkBetweenLooks = 256;

    // Texts shorter than this are too many to count and too small to matter.
    private const int LongText = 4 * 1024;

    private readonly long _start = clock.GetTimestamp();
    private int _rounds = limits.Iterations;
    private int _work = WorkBetweenLooks;
    private long _bytes = limits.OutputBytes;

    /// <summary>Refuses to go deeper when the stack is nearly used up, which would end the program.</summary>
    internal static void EnsureStack(Node at)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            at.Fail("what leads here is nested deeper than this program can follow");
        }
    }

    /// <summary>What was spent on rounds and texts since the render began.</summary>
    internal Spending Spent => new(limits.Iterations - _rounds, limits.OutputBytes - _bytes);

    /// <summary>Spends what the same work cost in an earlier render; false when there is not so much left, so that the work itself must tell where that ends.</summary>
    internal bool TrySpend(Spending cost)
    {
        if (cost.Rounds > _rounds || cost.Bytes > _bytes)
        {
            return false;
        }

        (_rounds, _bytes) = (_rounds - cost.Rounds, _bytes - cost.Bytes);
        return true;
    }

    /// <summary>One round of a loop, or one use of a partial or macro.</summary>
    internal void CountRound(Node at)
    {
        if (--_rounds < 0)
        {
            at.Fail($"this template takes more than {limits.Iterations} rounds of loops and uses of partials and macros{Limits.Raise("iterations")}");
        }

        CountWork(1, at);
    }

    /// <summary>Counts work whose size depends on the data; one is about a round of a loop.</summary>
    internal void CountWork(int work, Node at)
    {
        if ((_work -= work) < 0)
        {
            LookAtClock(at);
        }
    }

    /// <summary>Counts the work that lies in a value: making it, or going through it.</summary>
    internal void CountValue(FluidValue value, Node at)
    {
        if (value is StringValue)
        {
            CountWork(value.ToStringValue().Length >> 8, at);
        }
        else if (Lists.IsList(value))
        {
            CountWork(Lists.Items(value).Count >> 2, at);
        }
        else if (value is MapValue map)
        {
            CountWork(map.Count >> 2, at);
        }
    }

    /// <summary>Counts a text that a filter made, if it is long.</summary>
    internal void CountText(string text, Node at)
    {
        if (text.Length >= LongText && !TryTake(text.Length))
        {
            FailForBytes(at);
        }
    }

    /// <summary>How many bytes of text may still be made, but not more than the given number.</summary>
    internal int BytesUpTo(int most) => (int)Math.Clamp(_bytes, 0, most);

    /// <summary>Takes bytes of text from what may still be made; false when there are not so many.</summary>
    internal bool TryTake(int bytes) => (_bytes -= bytes) >= 0;

    [DoesNotReturn]
    internal void FailForBytes(Node at) =>
        at.Fail($"this template makes more than {limits.OutputBytes} bytes of text{Limits.Raise("output_bytes")}");

    private void LookAtClock(Node at)
    {
        _work = WorkBetweenLooks;
        if (clock.GetElapsedTime(_start) > limits.RenderTime)
        {
            at.Fail($"rendering takes longer than {Numbers.Text((decimal)limits.RenderTime.TotalSeconds)} s{Limits.Raise("render_time")}");
        }
    }
}

/// <summary>Rounds of loops and bytes of text; immutable.</summary>
internal readonly record struct Spending(int Rounds, long Bytes)
{
    public static Spending operator -(Spending one, Spending other) => new(one.Rounds - other.Rounds, one.Bytes - other.Bytes);
}
