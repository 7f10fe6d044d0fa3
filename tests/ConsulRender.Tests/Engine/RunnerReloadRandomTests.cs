using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>Groups that share commands, under random changes, waits, intervals, splays and failing reloads; a seed always gives the same mixture.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A seed must give the same mixture.")]
public sealed class RunnerReloadRandomTests
{
    private const int Groups = 8;

    private static readonly string[] Keys = ["a", "b"];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(700);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Two_reloads_never_overlap_and_in_the_end_every_file_is_right_and_was_reloaded(int seed)
    {
        var random = new Random(seed);
        await using var runner = Start(random);
        for (var round = 0; round < 15; round++)
        {
            runner.Key(Keys[random.Next(Keys.Length)], random.Next(4) == 0 ? "wrong" : random.Next().ToString(CultureInfo.InvariantCulture));
            runner.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(4000)));
            await runner.TurnAsync();
        }

        Array.ForEach(Keys, key => runner.Key(key, "end"));
        for (var number = 0; number < Groups; number++)
        {
            await runner.HoldsInTimeAsync($"out{number}", "endend", Step);
        }

        await Eventually.HoldsAsync("the last reload of both commands", runner.Clock, Step, () => Last(runner, "one") && Last(runner, "two"));
        Assert.DoesNotContain(runner.Directory.Log, line => line.Contains("overlap", StringComparison.Ordinal));
        await Eventually.HoldsAsync("nothing to be left beside the files", () => !runner.Directory.Names.Any(name => name.StartsWith('.') || name == "busy"));
    }

    private static RunnerUnderTest Start(Random random)
    {
        var runner = new RunnerUnderTest { SplayFraction = random.NextDouble };
        Array.ForEach(Keys, key => runner.Key(key, "begin"));
        for (var number = 0; number < Groups; number++)
        {
            runner.With(
                $"out{number}",
                "{{ key(\"a\") }}{{ key(\"b\") }}",
                check: random.Next(3) == 0 ? "! grep -q wrongwrong {path}" : null,
                reload: Reload(random.Next(2) == 0 ? "one" : "two"),
                wait: random.Next(2) == 0 ? "1s:3s" : null,
                interval: random.Next(2) * 5,
                splay: random.Next(2) * 3);
        }

        // Both commands are there whatever the seed.
        return runner.With("first", "{{ key(\"a\") }}{{ key(\"b\") }}", reload: Reload("one")).With("second", "{{ key(\"a\") }}{{ key(\"b\") }}", reload: Reload("two")).Start();
    }

    private static string Reload(string name) =>
        $"mkdir DIR/busy || echo overlap >>LOG; ! cat DIR/out* | grep -q wrong; result=$?; echo {name} $result $(cat DIR/out* | tr -d '\\n') >>LOG; rmdir DIR/busy; exit $result";

    private static bool Last(RunnerUnderTest runner, string name) => runner.Directory.Log.LastOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && line.StartsWith($"{name} 0", StringComparison.Ordinal) && !line.Contains("wrong", StringComparison.Ordinal);
}
