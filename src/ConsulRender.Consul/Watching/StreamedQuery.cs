using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>A question whose answer, a list, may be too long to hold it all: its items are taken one by one as they arrive. A reading of it has what <see cref="End"/> gives.</summary>
internal abstract record StreamedQuery : ConsulQuery
{
    /// <summary>Starts anew.</summary>
    internal abstract void Begin();

    /// <summary>Takes an item; the reader stands on its first token.</summary>
    internal abstract void Take(ref Utf8JsonReader item);

    /// <summary>Everything was taken.</summary>
    internal abstract object? End();

    internal sealed override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        Begin();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            Take(ref body);
        }

        return End();
    }

    internal sealed override object? Answer(Fixture fixture) => throw new NotSupportedException("no template asks this");
}
