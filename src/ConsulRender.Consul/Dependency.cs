using System.Text.Json;

namespace ConsulRender.Consul;

/// <summary>A question to Consul; equal questions are one, so records carry the equality. One file per kind in <c>Dependencies/</c>.</summary>
public abstract record Dependency
{
    /// <summary>The request path with its query, without <c>index</c>, <c>wait</c> and <c>stale</c>.</summary>
    internal abstract string RequestPath { get; }

    /// <summary>Reads Consul's JSON answer; what comes out has value equality, which is gate 2. Null is absent.</summary>
    internal abstract object? Parse(ref Utf8JsonReader body);

    /// <summary>What a 404 says; false when Consul never gives one to this question, so that it is a failure.</summary>
    internal virtual bool AnswersNotFound(out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Whether an answer is what a Consul without any data gives; such an answer is doubted after failures.</summary>
    internal virtual bool IsNothing(object? value) => value is null or IReadOnlyCollection<object> { Count: 0 };

    /// <summary>What a hand-written fixture answers; null when the fixture says the thing is absent.</summary>
    internal abstract object? Answer(Fixture fixture);

    /// <summary>The question as a template would ask it, such as <c>key("app/db")</c>; used in every message.</summary>
    public abstract override string ToString();
}
