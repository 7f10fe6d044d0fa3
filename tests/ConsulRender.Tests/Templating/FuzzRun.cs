using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>
/// Runs the cases of a fuzz suite one after another, on a small stack, and tells about the first that fails in each way in a form that can become a
/// golden file. A few thousand with fixed seeds belong to every test run; with CONSULRENDER_FUZZ_MINUTES=10 each suite goes on for so many minutes, with a
/// seed from the clock. CONSULRENDER_FUZZ_SEED=n begins with the round that a failure named.
/// </summary>
internal sealed class FuzzRun(string suite, Func<Random, FuzzCase> make, Func<FuzzCase, (string? Failure, string Text)> judge)
{
    // Threads of musl systems have no more than this.
    internal const int SmallStack = 1536 * 1024;

    private const int MostFailures = 20;

    // A case is rendered four times.
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(4 * 5);
    private static readonly TimeSpan _hanging = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _minimizing = TimeSpan.FromSeconds(30);

    // A case that takes the whole process down is found here.
    private readonly string _last = Path.Combine(Path.GetTempPath(), $"consulrender-fuzz-{suite}-{Environment.ProcessId}.liquidtest");
    private FuzzCase _case = new("{}", "");
    private int _seed;
    private int _rounds;

    /// <summary>Runs cases of the template language.</summary>
    internal FuzzRun(string suite, Func<Random, FuzzCase> make)
        : this(suite, make, made => made.Run())
    {
    }

    /// <summary>How many minutes each suite runs; null when nobody asked for a long run.</summary>
    internal static double? Minutes =>
        double.TryParse(Environment.GetEnvironmentVariable("CONSULRENDER_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : null;

    /// <summary>The rounds in which the template was rendered and no error was told.</summary>
    internal int Rendered { get; private set; }

    /// <summary>Runs this many rounds from a seed on.</summary>
    internal Task Rounds(int seed, int count) => Run(seed, () => _rounds < count);

    /// <summary>Runs for as long as the environment asks for.</summary>
    internal async Task ForMinutes()
    {
        var given = Environment.GetEnvironmentVariable("CONSULRENDER_FUZZ_SEED");
        var seed = int.TryParse(given, CultureInfo.InvariantCulture, out var number) ? number : (int)(Stopwatch.GetTimestamp() & 0x3fffffff);
        var time = Stopwatch.StartNew();
        await Run(seed, () => time.Elapsed.TotalMinutes < Minutes);
    }

    private async Task Run(int seed, Func<bool> goesOn)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Work(seed, goesOn, done), SmallStack) { IsBackground = true };
        thread.Start();
        var before = -1;
        while (!done.Task.IsCompleted)
        {
            // A round that is not over when the next look comes never ends.
            Assert.False(Volatile.Read(ref _rounds) == before, Told("it hangs"));
            before = _rounds;
            await Task.WhenAny(done.Task, Task.Delay(_hanging, TimeProvider.System, TestContext.Current.CancellationToken));
        }

        File.Delete(_last);
        TestContext.Current.TestOutputHelper?.WriteLine($"{suite}: {_rounds} rounds from seed {seed} on, {Rendered} of them rendered");
        Assert.True(await done.Task is null, await done.Task ?? "");
    }

    private void Work(int seed, Func<bool> goesOn, TaskCompletionSource<string?> done)
    {
        try
        {
            var failures = new Dictionary<string, string>();
            for (_seed = seed; failures.Count < MostFailures && goesOn(); _seed++)
            {
                _case = make(new Random(_seed));
                File.WriteAllBytes(_last, Encoding.UTF8.GetBytes($"seed {_seed}\n{Written(_case)}"));
                Check(_case, failures);
                Volatile.Write(ref _rounds, _rounds + 1);
            }

            done.SetResult(failures.Count == 0 ? null : string.Join("\n\n", failures.Values));
        }
        catch (Exception exception)
        {
            done.SetResult(Told($"the suite itself fails: {exception}"));
        }
    }

    private void Check(FuzzCase made, Dictionary<string, string> failures)
    {
        var time = Stopwatch.StartNew();
        var (failure, text) = judge(made);
        Rendered += text.Length > 0 ? 1 : 0;
        if (failure is not null && !failures.ContainsKey(Kind(failure)))
        {
            failures.Add(Kind(failure), Told($"{failure}\n\nas small as it could be made:\n{Written(Minimized(made, Kind(failure)))}"));
            return;
        }

        // Another program may have had the machine for itself, so only what is slow again is slow.
        if (time.Elapsed > _slow)
        {
            time.Restart();
            judge(made);
        }

        if (time.Elapsed > _slow)
        {
            failures.TryAdd($"slow {failures.Count}", Told($"it takes {time.Elapsed.TotalSeconds} s"));
        }
    }

    // Two failures that begin alike are the same one.
    private static string Kind(string failure) => failure[..Math.Min(48, failure.Length)];

    // Leaves out ever smaller pieces of the template, then of the data, as long as it fails in the same way.
    private FuzzCase Minimized(FuzzCase failing, string kind)
    {
        var time = Stopwatch.StartNew();
        bool Fails(FuzzCase smaller)
        {
            try
            {
                return time.Elapsed < _minimizing && judge(smaller).Failure?.StartsWith(kind, StringComparison.Ordinal) == true;
            }
            catch (System.Text.Json.JsonException)
            {
                return false;
            }
        }

        for (var before = -1; before != failing.Text.Length + failing.Data.Length;)
        {
            before = failing.Text.Length + failing.Data.Length;
            failing = new FuzzCase(failing.Data, Smallest(failing.Text, text => Fails(new FuzzCase(failing.Data, text))));
            failing = new FuzzCase(Smallest(failing.Data, data => Fails(new FuzzCase(data, failing.Text))), failing.Text);
        }

        return failing;
    }

    private static string Smallest(string text, Func<string, bool> fails)
    {
        for (var length = Math.Max(1, text.Length / 2); ; length /= 2)
        {
            for (var at = 0; at + length <= text.Length;)
            {
                var shorter = text.Remove(at, length);
                (text, at) = fails(shorter) ? (shorter, at) : (text, at + length);
            }

            if (length == 1)
            {
                return text;
            }
        }
    }

    private string Told(string failure) => $"{suite}, CONSULRENDER_FUZZ_SEED={_seed}: {failure}\n\nas it was made:\n{Written(_case)}";

    private static string Written(FuzzCase made) => $"{made.Data}\n----------\n{(made.Text.Length > 20_000 ? made.Text[..20_000] : made.Text)}\n----------\n";
}
