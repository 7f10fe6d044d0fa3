using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>timestamp()</c>, <c>timestamp("unix")</c>, <c>timestamp("2006-01-02")</c>: the time of the snapshot, in UTC, as RFC 3339, as seconds since
/// 1970, or in a layout of Go.
/// </summary>
internal sealed class TimestampFunction() : TemplateFunction("timestamp", 0, 1, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var time = state.Time.ToUniversalTime();
        var layout = arguments.Positional.Length == 0 ? "2006-01-02T15:04:05Z07:00" : arguments.Positional[0].ToText();
        if (layout == "unix")
        {
            return Numbers.Of(time.ToUnixTimeSeconds());
        }

        try
        {
            return StringValue.Create(GoLayout.Format(time, layout));
        }
        catch (FormatException exception)
        {
            throw call.Failure($"timestamp: {exception.Message}");
        }
    }
}
