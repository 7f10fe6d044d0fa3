using ConsulRender.Templating.Rounds;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>What <c>forloop</c> tells inside a loop; owned and moved on by the loop.</summary>
internal sealed class LoopValue(int length, LoopValue? parent, RoundRecorder? recorder = null) : RecordValue
{
    private static readonly string[] Names = ["first", "index", "index0", "last", "length", "parentloop", "rindex", "rindex0"];

    private readonly int _born = recorder?.Round ?? 0;

    internal int Index0 { get; set; }

    internal override string Kind => "a forloop";

    internal override IReadOnlyList<string> MemberNames => Names;

    public override object ToObjectValue() => this;

    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    internal override FluidValue? Member(string looseName)
    {
        // One gets here also by way of an inner loop's parentloop.
        recorder?.RefuseOlder(_born);
        return looseName switch
        {
            "first" => BooleanValue.Create(Index0 == 0),
            "last" => BooleanValue.Create(Index0 == length - 1),
            "parentloop" => parent ?? (FluidValue)NilValue.Instance,
            _ => Count(looseName) is { } count ? Numbers.Of(count) : null,
        };
    }

    internal override bool TryWriteMember(string looseName, Utf8Output output)
    {
        recorder?.RefuseOlder(_born);
        if (Count(looseName) is not { } count)
        {
            return false;
        }

        output.Write(count);
        return true;
    }

    private int? Count(string looseName) => looseName switch
    {
        "index" => Index0 + 1,
        "index0" => Index0,
        "length" => length,
        "rindex" => length - Index0,
        "rindex0" => length - Index0 - 1,
        _ => null,
    };
}
