using System.Text.Json;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul;

/// <summary>A question to Consul. One file per kind in <c>Dependencies/</c>.</summary>
public abstract record ConsulQuery : Dependency
{
    /// <summary>The agent, namespace, partition and peer that are asked.</summary>
    public QueryScope Scope { get; init; } = QueryScope.Own;

    /// <summary>The request path with its query, without <c>index</c>, <c>wait</c> and <c>stale</c>.</summary>
    internal abstract string RequestPath { get; }

    /// <summary>Reads Consul's JSON answer; what comes out has value equality, which is gate 2. Null is absent. What other answers say, too, is taken from there.</summary>
    internal abstract object? Parse(ref Utf8JsonReader body, SharedValues shared);

    /// <summary>What a 404 says; false when Consul never gives one to this question, so that it is a failure.</summary>
    internal virtual bool AnswersNotFound(out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Whether a 409 says something that <see cref="Parse"/> reads; otherwise it is a failure.</summary>
    internal virtual bool AnswersConflict => false;

    /// <summary>What is sent with PUT, of a question that does not fit into a path; null for those that are asked with GET.</summary>
    internal virtual byte[]? Body => null;

    /// <summary>Whether an answer is what a Consul without any data gives; such an answer is doubted after failures.</summary>
    public virtual bool IsNothing(object? value) => value is null or IReadOnlyCollection<object> { Count: 0 };

    /// <summary>How often a question is asked that Consul answers at once, whatever index it is sent; null when it blocks.</summary>
    internal virtual TimeSpan? PollInterval => null;

    /// <summary>How long Consul may hold a question at most, where it misses a change while it does; null when it misses none.</summary>
    internal virtual TimeSpan? LongestWait => null;

    /// <summary>Which Consul knows the question, where not all do; a 404 then says that this one does not. Null for those that all know.</summary>
    internal virtual string? KnownTo => null;

    /// <summary>What the answer speaks of, where coarser questions can tell that it changed; null where none can.</summary>
    internal virtual Topic? Topic => null;

    // Each kind writes the question in its own words; a record would otherwise write one of its own.
    /// <inheritdoc/>
    public abstract override string ToString();
}
