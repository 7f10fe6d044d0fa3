using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Files;

/// <summary>Follows one local file until cancelled; what it last read and reported is used only inside its own loop.</summary>
/// <remarks>
/// It looks at the file every <see cref="Pause"/> instead of asking the kernel to tell: that sees what inotify does not, on network file systems and
/// behind symbolic links anywhere in the path, which is how Kubernetes swaps files, and a look costs one system call.
/// </remarks>
internal sealed class FileWatch(FileText file, TimeProvider timeProvider, Func<WatchReport, CancellationToken, ValueTask> report)
{
    /// <summary>The time from one look to the next.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly RetryTime _retry = new();
    private Reading? _last;
    private string? _trouble;

    /// <summary>Whether the watch ends with the first text, for <c>-once</c>.</summary>
    public bool Once { get; init; }

    private bool HasText => _last?.Value is not null;

    /// <summary>Reads for ever, or <see cref="Once"/>, reporting what changed; cancellation ends it without an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whoever starts the watch must not wait for a slow disk.
        await Task.Yield();
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how a watch ends.
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        // The first text is read at once and not yet trusted: with nothing seen before, the next look reads it again.
        FileStamp? seen = null;
        await ReadAsync(cancellationToken);
        while (!Once || !HasText)
        {
            await Task.Delay(Pause, timeProvider, cancellationToken);
            var stamp = await SettleAsync(seen, cancellationToken);
            if (stamp is null || stamp != seen || _trouble is not null)
            {
                await ReadAsync(cancellationToken);
                seen = stamp;
            }
        }
    }

    // What is as it was needs no second look.
    private async ValueTask<FileStamp?> SettleAsync(FileStamp? seen, CancellationToken cancellationToken) =>
        FileSystem.Stamp(file.Path) == seen ? seen : (await Settling.WaitAsync([file.Path], timeProvider, cancellationToken))[0];

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        string? text;
        try
        {
            text = LocalFile.Read(file.Path, file.Sandbox);
        }
        catch (FileException exception)
        {
            await FailAsync(exception, cancellationToken);
            return;
        }

        if (text is null && (HasText || _trouble is not null))
        {
            await FailAsync(new FileException(isLasting: false, "there is no such file"), cancellationToken);
            return;
        }

        if (_last is null || !Equals(_last.Value, text))
        {
            _last = new Reading(file, 0, text, timeProvider.GetUtcNow());
            await report(new WatchReport.Changed(_last), cancellationToken);
        }

        if (_trouble is not null)
        {
            _trouble = null;
            await report(new WatchReport.Recovered(file), cancellationToken);
        }
    }

    // Gone or unreadable is no news to templates: the last good text stays.
    private async ValueTask FailAsync(FileException error, CancellationToken cancellationToken)
    {
        _retry.Set(timeProvider.GetUtcNow() + Pause);
        if (error.Message == _trouble)
        {
            return;
        }

        _trouble = error.Message;
        var told = HasText ? new FileException(error.IsLasting, $"{error.Message}; its last text stays", error) : error;
        await report(new WatchReport.Failed(file, told, Pause) { Retry = _retry }, cancellationToken);
    }
}
