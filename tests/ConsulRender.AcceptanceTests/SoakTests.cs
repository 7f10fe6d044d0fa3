using System.Diagnostics;
using System.Globalization;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A daemon that follows 500 services for a long time, with 20 changes a second and something that breaks every ten seconds: it takes in the end what it took at first.</summary>
public sealed class SoakTests
{
    private const int Services = 500;
    private const int ChangesPerSecond = 20;
    private const int MostGrowth = 120;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    private static readonly double Minutes =
        double.TryParse(Environment.GetEnvironmentVariable("CONSULRENDER_SOAK_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    [Fact(Timeout = 36_000_000)]
    public async Task Memory_files_and_threads_at_the_end_are_those_of_the_fifth_minute()
    {
        Assert.SkipWhen(Minutes == 0, "CONSULRENDER_SOAK_MINUTES is not set; a soak takes 30");
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("changes and faults are those of seed {0}", seed);
        await using var server = new KeepingConsulAgent();
        await server.InitializeAsync();
        await using var agent = new ClientConsulAgent();
        await agent.InitializeAsync();
        await agent.JoinAsync(server);
        await ObservedDaemon.RegisterSteadyAsync(server, agent);
        var changes = new RandomChanges(server, agent, seed);
        await changes.FillAsync(Services);
        await using var way = new LoopbackProxy(agent.Address);
        await using var daemon = new ObservedDaemon("the daemon", way.Address, agent.Address, "", "");
        await daemon.ConvergesAsync("at the start", TimeSpan.FromSeconds(60));
        await using var churn = new SteadyChurn(changes.ChangeAsync, ChangesPerSecond);

        var samples = await SampleAsync(new SoakFaults(server, agent, way, daemon, seed), daemon, churn);

        await churn.StopAsync();

        // A file that somebody removed is missed when something that it is made of changes, or when all are asked for again.
        daemon.Send(Signal.Hangup);
        await daemon.ConvergesAsync("at the end", TimeSpan.FromMinutes(3));
        daemon.AssertOnlyChangesWereTold("at the end");
        TestContext.Current.SendDiagnosticMessage("{0} changes, {1} refused, {2} reloads", churn.Made, churn.Refused, daemon.Reloads);
        Assert.True(churn.Made > samples.Count * Turn.TotalSeconds * ChangesPerSecond / 2, $"only {churn.Made} changes were made, and {churn.Refused} were refused");

        // Of a short soak, the first half.
        var perMinute = (int)(TimeSpan.FromMinutes(1) / Turn);
        var early = samples.Count > 6 * perMinute ? samples[(4 * perMinute)..(5 * perMinute)] : samples[..(samples.Count / 2)];
        AssertNotGrown(ProcessFigures.Mean(early), ProcessFigures.Mean(samples[^Math.Min(perMinute, samples.Count / 2)..]));
    }

    private static async Task<List<ProcessFigures>> SampleAsync(SoakFaults faults, ObservedDaemon daemon, SteadyChurn churn)
    {
        var samples = new List<ProcessFigures>();
        var watch = Stopwatch.StartNew();
        TestContext.Current.SendDiagnosticMessage("seconds     KiB  files threads  reloads changes refused  what was broken before");
        while (watch.Elapsed < TimeSpan.FromMinutes(Minutes))
        {
            var fault = await faults.OneAsync();
            var rest = (Turn * (samples.Count + 1)) - watch.Elapsed;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken);
            var now = daemon.Figures;
            samples.Add(now);
            TestContext.Current.SendDiagnosticMessage(
                "{0,7:0} {1,7} {2,6} {3,7} {4,8} {5,7} {6,7}  {7}", watch.Elapsed.TotalSeconds, now.Memory, now.Files, now.Threads, daemon.Reloads, churn.Made, churn.Refused, fault);
        }

        return samples;
    }

    private static void AssertNotGrown(ProcessFigures early, ProcessFigures late)
    {
        TestContext.Current.SendDiagnosticMessage("the mean was {0} and is {1}", early, late);
        Assert.True(late.Memory * 100L <= early.Memory * (long)MostGrowth, $"memory grew: {early} became {late}");
        Assert.True(late.Files * 100 <= early.Files * MostGrowth, $"open files grew: {early} became {late}");
        Assert.True(late.Threads * 100 <= early.Threads * MostGrowth, $"threads grew: {early} became {late}");
    }
}
