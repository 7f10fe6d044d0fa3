using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A macro with the variables of the file that defined it.</summary>
internal sealed class MacroValue(MacroStatement macro, Scope home) : FluidValue
{
    public override FluidValues Type => FluidValues.Function;

    /// <summary>Where it is written.</summary>
    internal MacroStatement Macro => macro;

    /// <summary>The variables that it sees.</summary>
    internal Scope Home => home;

    internal FluidValue Call(in CallArguments arguments, RenderState state, Node call) => macro.Call(arguments, home, state, call);

    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => 0;

    public override object ToObjectValue() => this;

    public override string ToStringValue() => "";
}
