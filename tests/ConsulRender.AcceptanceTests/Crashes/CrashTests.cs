using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests.Crashes;

/// <summary>Whenever the program is killed: each file is the old one or the new one at once, the group is after a start, and no reload is lost.</summary>
/// <remarks>CONSULRENDER_CRASH_KILLS=2000 for the long run; the seed is in the failure.</remarks>
[SuppressMessage("Security", "CA5394", Justification = "A seed must give the same moments again.")]
public sealed class CrashTests
{
    private const int Killed = 137;
    private static readonly int Seed = Environment.TickCount;

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("CONSULRENDER_CRASH_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills / 2 : 30;

    [Fact(Timeout = 7_200_000)]
    public async Task Once_is_killed_at_random_moments()
    {
        await using var group = new CrashedGroup();
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await group.Once(1).ExitsAsync());
        var duration = watch.Elapsed;
        var random = new Random(Seed);
        var (version, met) = (1, 0);
        for (var kill = 0; met < Kills; kill++)
        {
            Assert.True(kill < (Kills * 3) + 20, $"only {met} of {kill} kills met a running process");
            watch.Restart();
            await using var run = group.Once(version + 1);
            await Task.Delay(duration * random.NextDouble(), TimeProvider.System, TestContext.Current.CancellationToken);
            run.Kill();
            var isMet = await run.ExitsAsync() == Killed;
            met += isMet ? 1 : 0;
            version = await RecoversAsync(group, version, random.Next(4) > 0, $"kill {kill} of seed {Seed} after {watch.ElapsedMilliseconds} ms");

            // A run takes longer while others use the machine; its end is to be met as often as its beginning.
            duration *= isMet ? 1.02 : 0.95;
        }

        TestContext.Current.SendDiagnosticMessage("{0} kills met a running process; seed {1}", met, Seed);
    }

    [Fact(Timeout = 3_600_000)]
    public async Task Once_is_killed_between_every_two_steps()
    {
        await using var group = new CrashedGroup();
        var killer = await Killer.BuildAsync(group);
        Assert.Equal(0, await group.Once(1).ExitsAsync());
        var version = 1;
        for (var call = 1; ; call++)
        {
            await using var run = group.Once(version + 1, killer.Before(call));
            if (await run.ExitsAsync() != Killed)
            {
                Assert.Equal(0, run.ExitCode);
                Assert.True(call > 50, $"only {call} calls were seen");
                TestContext.Current.SendDiagnosticMessage("killed before each of {0} calls", call - 1);
                return;
            }

            var where = $"before call {killer.LastCall()}";

            // The undoing is killed, too, at another step for each.
            await using var undoing = group.RecoverOnly(killer.Before((call * 7 % 23) + 1));
            await undoing.ExitsAsync();
            version = await RecoversAsync(group, version, call % 3 > 0, $"{where}, undoing ended with {undoing.ExitCode} at {killer.LastCall()}");
        }
    }

    [Fact(Timeout = 7_200_000)]
    public async Task A_daemon_is_killed_at_random_moments()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var group = new CrashedGroup();
        var random = new Random(Seed);
        await agent.PutKeyAsync("state", CrashedGroup.Value(1));
        var daemon = Daemon(group, agent);
        await HasAsync(group, 1, daemon);
        for (var version = 2; version < Kills + 2; version++)
        {
            await agent.PutKeyAsync("state", CrashedGroup.Value(version));
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 150), TimeProvider.System, TestContext.Current.CancellationToken);
            daemon.Kill();
            await daemon.ExitsAsync();
            await daemon.DisposeAsync();
            await UndoesAsync(group, version - 1, version, $"version {version} of seed {Seed}");
            daemon = Daemon(group, agent);
            await HasAsync(group, version, daemon);
        }

        await daemon.DisposeAsync();
    }

    [Fact(Timeout = 3_600_000)]
    public async Task A_daemon_is_killed_between_two_steps_of_a_change()
    {
        await using var agent = new ConsulAgent();
        await agent.InitializeAsync();
        await using var group = new CrashedGroup();
        var killer = await Killer.BuildAsync(group);
        await agent.PutKeyAsync("state", CrashedGroup.Value(1));
        await using (var first = Daemon(group, agent))
        {
            await HasAsync(group, 1, first);
        }

        // Every step in the long run; a few of each kind otherwise.
        var stride = Kills > 500 ? 1 : 6;
        var version = 1;
        for (var call = 1; ; call += stride)
        {
            version++;
            await using var daemon = Daemon(group, agent, killer.Before(call));
            await Eventually.HoldsAsync("the daemon is up to date, or killed", () => daemon.HasExited || daemon.Errors.Contains("is up to date", StringComparison.Ordinal), () => daemon.Transcript);
            await agent.PutKeyAsync("state", CrashedGroup.Value(version));
            await Eventually.HoldsAsync(
                "the daemon is killed, or done", () => daemon.HasExited || (group.Journal().Length == 0 && group.LastReload() == CrashedGroup.Reload(version) && group.LeftOvers().Length == 0), () => daemon.Transcript);
            if (!daemon.HasExited)
            {
                Assert.True(call > 50, $"only {call} calls were seen");
                daemon.Send(Signal.Terminate);
                await daemon.ExitsAsync();
                Assert.Equal(version, group.Version());
                return;
            }

            Assert.Equal(Killed, daemon.ExitCode);
            await UndoesAsync(group, version - 1, version, $"before call {killer.LastCall()}");
            await using var next = Daemon(group, agent);
            await HasAsync(group, version, next);
        }
    }

    // Right after the kill no file is half-written; after a start that gets no data the set is whole; after one that does it is the wanted one.
    private static async Task<int> RecoversAsync(CrashedGroup group, int before, bool goesOn, string where)
    {
        await UndoesAsync(group, before, before + 1, where);
        var wanted = goesOn ? before + 1 : before;
        await using var run = group.Once(wanted);
        Assert.True(await run.ExitsAsync() == 0, $"{where}\n{run.Transcript}");
        Assert.True(group.Version() == wanted, $"{where}: the files are of version {group.Version()}, wanted {wanted}\n{run.Transcript}");
        Assert.True(group.LastReload() == CrashedGroup.Reload(wanted), $"{where}: the last reload saw {group.LastReload()}, wanted {wanted}\n{run.Transcript}");
        Assert.True(group.LeftOvers().Length == 0, $"{where}: left {string.Join(", ", group.LeftOvers())}\n{run.Transcript}");
        return wanted;
    }

    private static async Task UndoesAsync(CrashedGroup group, int before, int after, string where)
    {
        _ = group.Version();
        await group.ReloadsEndAsync();
        await using var recovery = group.RecoverOnly();
        await recovery.ExitsAsync();
        Assert.True(group.Version() is { } version && (version == before || version == after), $"{where}: a mixed group after the start\n{recovery.Transcript}");
    }

    private static RunningProcess Daemon(CrashedGroup group, ConsulAgent agent, params string[] killer) =>
        group.Start(killer, "-config", "settings.json", "-consul-addr", agent.Address, "-log-level", "debug");

    private static Task HasAsync(CrashedGroup group, int version, RunningProcess daemon) => Eventually.HoldsAsync(
        $"every file is of version {version}, reloaded, and nothing is left",
        () => group.Version() == version && group.LastReload() == CrashedGroup.Reload(version) && group.LeftOvers().Length == 0,
        () => $"version {group.Version()}, last reload {group.LastReload()}, left {string.Join(", ", group.LeftOvers())}\n{daemon.Transcript}");
}
