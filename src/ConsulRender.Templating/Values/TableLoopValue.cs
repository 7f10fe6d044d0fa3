using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>What <c>tablerowloop</c> tells inside a table; owned and moved on by the tag.</summary>
internal sealed class TableLoopValue(int length, int columns) : RecordValue
{
    private static readonly string[] Names =
    [
        "col", "col0", "col_first", "col_last", "first", "index", "index0", "last", "length", "rindex", "rindex0", "row",
    ];

    private readonly LoopValue _loop = new(length, parent: null);

    internal int Column { get; private set; } = 1;

    internal int Row { get; private set; } = 1;

    internal bool EndsRow => Column == columns;

    internal bool IsLast => _loop.Index0 == length - 1;

    internal override string Kind => "a tablerowloop";

    internal override IReadOnlyList<string> MemberNames => Names;

    public override object ToObjectValue() => this;

    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    internal void MoveTo(int round)
    {
        _loop.Index0 = round;
        Row = (round / columns) + 1;
        Column = (round % columns) + 1;
    }

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "col" => Numbers.Of(Column),
        "col0" => Numbers.Of(Column - 1),
        "colfirst" => BooleanValue.Create(Column == 1),
        "collast" => BooleanValue.Create(EndsRow),
        "row" => Numbers.Of(Row),
        "parentloop" => null,
        _ => _loop.Member(looseName),
    };
}
