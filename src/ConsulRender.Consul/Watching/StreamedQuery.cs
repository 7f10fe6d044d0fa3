using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Watching;

/// <summary>A question whose answer may be too long to hold it all: its tokens are taken one by one as they arrive. A reading of it has what <see cref="End"/> gives.</summary>
internal abstract record StreamedQuery : ConsulQuery
{
    /// <summary>Starts anew.</summary>
    internal abstract void Begin();

    /// <summary>Takes the token that the reader stands on, and no other: the next may not have arrived.</summary>
    internal abstract void Take(ref Utf8JsonReader body);

    /// <summary>Everything was taken.</summary>
    internal abstract object? End();

    internal sealed override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        Begin();
        while (body.Read())
        {
            Take(ref body);
        }

        return End();
    }

    internal sealed override object? Answer(Fixture fixture) => throw new NotSupportedException("no template asks this");
}
