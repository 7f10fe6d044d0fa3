using System.Collections;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>The whole numbers from one to another, made when they are asked for.</summary>
internal sealed class RangeValue(int first, int last) : FluidValue, IReadOnlyList<FluidValue>
{
    public FluidValue this[int index] => Numbers.Of(first + index);

    public int Count { get; } = (int)Math.Max(0, (long)last - first + 1);

    public override FluidValues Type => FluidValues.Array;

    public override bool Contains(FluidValue value) =>
        value is NumberValue && value.ToNumberValue() >= first && value.ToNumberValue() <= last && value.IsInteger();

    public override IEnumerable<FluidValue> Enumerate(TemplateContext context) => this;

    public IEnumerator<FluidValue> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(FluidValue? other) => other switch
    {
        RangeValue or ArrayValue => this.SequenceEqual(Lists.Items(other)),
        EmptyValue or BlankValue => Count == 0,
        _ => false,
    };

    public override bool Equals(object? obj) => obj is FluidValue value && Equals(value);

    public override int GetHashCode() => HashCode.Combine(first, last);

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => Count;

    public override object ToObjectValue() => this;

    public override string ToStringValue() => $"{first}..{last}";
}
