using System.Collections.Concurrent;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using ConsulRender.Files;
using Microsoft.Extensions.Time.Testing;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>A watch of a file under test with all that it reported; ends it when disposed of.</summary>
internal sealed class RunningFileWatch : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<WatchReport> _reports = [];

    internal RunningFileWatch(string path, FakeTimeProvider clock, bool once = false)
    {
        _clock = clock;
        Task = new FileWatch(new FileText(path), clock, Take) { Once = once }.RunAsync(_stop.Token);
    }

    internal Task Task { get; }

    /// <summary>What was reported, a line each: a text as it is, <c>(absent)</c>, <c>failed: why</c>, or <c>recovered</c>.</summary>
    internal IReadOnlyList<string> Reports => [.. _reports.Select(Word)];

    internal IEnumerable<FileException> Errors => _reports.OfType<WatchReport.Failed>().Select(failed => (FileException)failed.Error);

    /// <summary>Waits for all reports so far without moving the clock.</summary>
    internal Task ReportsAsync(params string[] lines) => Eventually.HoldsAsync(What(lines), () => Reports.SequenceEqual(lines));

    /// <summary>The same, letting time pass.</summary>
    internal Task ReportsInTimeAsync(params string[] lines) => Eventually.HoldsAsync(What(lines), _clock, Step, () => Reports.SequenceEqual(lines));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Eventually.EndsAsync("the watch to end", Task);
        _stop.Dispose();
    }

    private string What(string[] lines) => $"the reports {string.Join(" | ", lines)} instead of {string.Join(" | ", Reports)}";

    private static string Word(WatchReport report) => report switch
    {
        WatchReport.Changed changed => (string?)changed.Reading.Value ?? "(absent)",
        WatchReport.Failed failed => $"failed: {failed.Error.Message}",
        _ => "recovered",
    };

    private ValueTask Take(WatchReport report, CancellationToken cancellationToken)
    {
        _reports.Enqueue(report);
        return ValueTask.CompletedTask;
    }
}
