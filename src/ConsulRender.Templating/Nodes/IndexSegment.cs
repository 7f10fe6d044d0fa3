using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>An item or member taken with brackets; a negative number counts from the end.</summary>
internal sealed class IndexSegment(SourceText source, int offset, int pathOffset, Expression index) : Segment(source, offset, pathOffset)
{
    internal override FluidValue? Find(FluidValue value, RenderState state)
    {
        RenderBudget.EnsureStack(this);
        var key = index.Evaluate(state);
        return value switch
        {
            MissingValue => value,
            MapValue map => map.Find(key.ToText()) ?? map.Absent,
            RecordValue record => record.Member(RecordValue.LooseName(key.ToText())),
            _ when Lists.IsList(value) && key is NumberValue => ItemAt(Lists.Items(value), key.ToNumberValue()),
            _ when key is StringValue => Members.Find(value, key.ToStringValue(), RecordValue.LooseName(key.ToStringValue())),
            _ => null,
        };
    }

    internal override TemplateFailure NotFound(FluidValue value, RenderState state)
    {
        var key = index.Evaluate(state);
        return value switch
        {
            BaseNilValue => Failure($"\"{Holder}\" is nil and has no items"),
            _ when key is BaseNilValue => Failure($"what stands in the brackets behind \"{Holder}\" is nil"),
            _ when Lists.IsList(value) => Failure($"\"{Holder}\" has no item {Shown(key)}; it has {Lists.Items(value).Count} items"),
            _ => Failure($"\"{Holder}\" has no member {PlainText.Quoted(key.ToText())}{Suggestion.For(key.ToText(), Members.Names(value))}"),
        };
    }

    internal override IEnumerable<Node> Children => [index];

    private static string Shown(FluidValue key) => key is NumberValue ? key.ToText() : PlainText.Quoted(key.ToText());

    private static FluidValue? ItemAt(IReadOnlyList<FluidValue> items, decimal place)
    {
        var at = place < 0 ? place + items.Count : place;
        return at >= 0 && at < items.Count ? items[(int)at] : null;
    }
}
