using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul;

/// <summary>A question whose answer templates read; equal questions are one, so records carry the equality. <see cref="ConsulQuery"/> is the family that Consul answers.</summary>
public abstract record Dependency
{
    /// <summary>Whether a hand-written fixture answers it, so that nothing needs to be watched.</summary>
    internal virtual bool IsAnsweredBy(Fixture fixture) => true;

    /// <summary>What a hand-written fixture answers; null when the fixture says the thing is absent.</summary>
    internal abstract object? Answer(Fixture fixture);

    /// <summary>The question as a template would ask it, such as <c>key("app/db")</c>; used in every message.</summary>
    public abstract override string ToString();
}
