using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A value with a fixed set of members, whose names are read without regard to case and underscores.</summary>
internal abstract class RecordValue : FluidValue
{
    public override FluidValues Type => FluidValues.Object;

    /// <summary>What messages call it, such as <c>an instance</c>.</summary>
    internal abstract string Kind { get; }

    /// <summary>The members as the documentation spells them.</summary>
    internal abstract IReadOnlyList<string> MemberNames { get; }

    /// <summary>A member by its loose name; null when there is no such member.</summary>
    internal abstract FluidValue? Member(string looseName);

    /// <summary>Writes a member without making a value of it; false when it has to be asked for with <see cref="Member"/>.</summary>
    internal virtual bool TryWriteMember(string looseName, Utf8Output output) => false;

    /// <summary>A member name in the one spelling that lookups use.</summary>
    internal static string LooseName(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Whether a name is this one in the spelling that lookups use; makes no text, because lookups ask it of every key.</summary>
    internal static bool IsLoosely(string name, string looseName)
    {
        var at = 0;
        foreach (var character in name)
        {
            if (character != '_' && (at == looseName.Length || char.ToLowerInvariant(character) != looseName[at++]))
            {
                return false;
            }
        }

        return at == looseName.Length;
    }

    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) =>
        new(Member(LooseName(name)) ?? UndefinedValue.Instance);

    public override bool Equals(FluidValue? other) => other is RecordValue record && Equals(ToObjectValue(), record.ToObjectValue());

    public override bool Equals(object? obj) => obj is FluidValue value && Equals(value);

    public override int GetHashCode() => ToObjectValue().GetHashCode();

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => 0;

    public override string ToStringValue() => JsonText.Of(this);
}
