namespace ConsulRender.Consul.Watching;

/// <summary>What a watch tells its listener, whoever is asked; a closed family.</summary>
public abstract record WatchReport(Dependency Dependency)
{
    /// <summary>The first answer, or one whose value differs from the last (gates 1 and 2 were passed).</summary>
    public sealed record Changed(Reading Reading) : WatchReport(Reading.Dependency);

    /// <summary>The first failure after success, or one of another kind; not each try.</summary>
    /// <param name="Dependency">The question.</param>
    /// <param name="Error">What went wrong, in one line.</param>
    /// <param name="NextTry">How long the watch waits before it asks again; 0 when it has given up.</param>
    public sealed record Failed(Dependency Dependency, WatchException Error, TimeSpan NextTry) : WatchReport(Dependency)
    {
        /// <summary>When it asks again, also after the tries that are not reported; null when it has given up.</summary>
        public RetryTime? Retry { get; init; }
    }

    /// <summary>The first answer after failures; if it brought a change, that is reported before.</summary>
    public sealed record Recovered(Dependency Dependency) : WatchReport(Dependency);
}
