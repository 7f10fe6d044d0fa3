using System.Diagnostics.CodeAnalysis;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Breaks one thing after another around a daemon, drawn from a seed, and mends each before the next; owned by one test.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A seed must give the same faults again.")]
public sealed class SoakFaults(KeepingConsulAgent server, ClientConsulAgent agent, LoopbackProxy way, ObservedDaemon daemon, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<int> _left = [];

    /// <summary>Breaks something and mends it; tells what it was.</summary>
    public async Task<string> OneAsync()
    {
        var all = All();

        // Each has its turn before any has a second one.
        if (_left.Count == 0)
        {
            _left.AddRange(Enumerable.Range(0, all.Length));
        }

        var place = _random.Next(_left.Count);
        var (name, fault) = all[_left[place]];
        _left.RemoveAt(place);
        await fault();
        return name;
    }

    private (string Name, Func<Task> Fault)[] All() =>
    [
        ("agent paused", () => PausedAsync(agent.Send, 3)),
        ("agent killed", () => KilledAsync(agent)),
        ("server paused", () => PausedAsync(server.Send, 3)),
        ("server killed", () => KilledAsync(server)),
        ("connections reset", ResetAsync),
        ("packets lost", () => ForAWhileAsync(way.Cut, way.Open, 5)),
        ("500 for everything", () => ForAWhileAsync(way.Fail, () => { way.Open(); way.Reset(); }, 4)),
        ("check fails", () => RefusedAsync("refuse-check")),
        ("reload fails", () => RefusedAsync("refuse-reload")),
        ("directory cannot be written", ReplacedAsync),
        ("directory removed", RemovedAsync),
        ("template touched", TouchedAsync),
        ("SIGHUP", HangupAsync),
        ("daemon paused", () => PausedAsync(daemon.Send, 2)),
    ];

    private static Task PauseAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, TestContext.Current.CancellationToken);

    private static async Task ForAWhileAsync(Action begin, Action end, double seconds)
    {
        begin();
        await PauseAsync(seconds);
        end();
    }

    private static Task PausedAsync(Action<Signal> send, double seconds) => ForAWhileAsync(() => send(Signal.Stop), () => send(Signal.Continue), seconds);

    // What retry_join does for real clusters: two that were away one after the other may not find each other again by themselves.
    private async Task KilledAsync(ConsulAgent killed)
    {
        await killed.KillAsync();
        await PauseAsync(1);
        await killed.RestartAsync();
        await agent.JoinAsync(server);
    }

    private Task RefusedAsync(string name) => ForAWhileAsync(() => File.WriteAllText(daemon[name], ""), () => File.Delete(daemon[name]), 4);

    // Whoever is root may write everywhere, but not into a file as if it were a directory. The daemon may make a directory between two steps of ours.
    private async Task ReplacedAsync()
    {
        await Eventually.HoldsAsync("a file in the place of the directory", IsReplaced);
        await PauseAsync(4);
        File.Delete(daemon["out"]);

        bool IsReplaced()
        {
            MoveAway();
            try
            {
                File.WriteAllText(daemon["out"], "");
                return true;
            }
            catch (UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private Task RemovedAsync()
    {
        MoveAway();
        return Task.CompletedTask;
    }

    // At once: a directory that is removed with all it holds may get another file meanwhile. A change may be told just before or just after.
    private void MoveAway()
    {
        if (Directory.Exists(daemon["out"]))
        {
            daemon.ExpectAllAgain();
            Directory.Move(daemon["out"], daemon[$"out-{Guid.NewGuid():N}"]);
            daemon.ExpectAllAgain();
        }
    }

    private Task ResetAsync()
    {
        way.Reset();
        return Task.CompletedTask;
    }

    private Task TouchedAsync()
    {
        File.SetLastWriteTimeUtc(daemon["all.liquid"], TimeProvider.System.GetUtcNow().UtcDateTime);
        return Task.CompletedTask;
    }

    private Task HangupAsync()
    {
        daemon.Send(Signal.Hangup);
        return Task.CompletedTask;
    }
}
