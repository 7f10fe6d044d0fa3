using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// Stands for what Consul has not told yet: prints nothing, and everything in it is missing too, so that a render can go on and find
/// its other dependencies.
/// </summary>
internal sealed class MissingValue : BaseNilValue
{
    internal static MissingValue Instance { get; } = new();

    private MissingValue()
    {
    }

    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) => new(this);

    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context) => new(this);

    public override IEnumerable<FluidValue> Enumerate(TemplateContext context) => [];
}
