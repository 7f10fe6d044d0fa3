using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop under a random mixture of changes, failures of Consul and time; a seed always gives the same mixture.</summary>
public sealed class RunnerRandomTests
{
    private static readonly string[] Keys = ["a", "b", "c"];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(700);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [SuppressMessage("Security", "CA5394", Justification = "A seed must give the same mixture.")]
    public async Task Whatever_happened_the_files_are_right_in_the_end_and_never_hold_what_a_check_refused(int seed)
    {
        var random = new Random(seed);
        await using var runner = Start();
        for (var round = 0; round < 40; round++)
        {
            Disturb(runner, random);
            runner.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(3000)));
            Assert.All(Keys, key => Assert.DoesNotContain("refused", Live(runner, key), StringComparison.Ordinal));
            if (random.Next(4) == 0)
            {
                await Eventually.HoldsAsync("all watches to wait", runner.Clock, Step, () => runner.Consul.Always is not null || runner.Consul.Blocked >= 3);
            }
        }

        runner.Consul.Always = null;
        Array.ForEach(Keys, key => runner.Key(key, $"end {key}"));
        foreach (var key in Keys)
        {
            await runner.HoldsInTimeAsync(key, $"end {key}", Step);
        }

        await runner.HoldsInTimeAsync("all", "end a,end b,end c", Step);
        await Eventually.HoldsAsync("nothing to be left beside the files", () => !runner.Directory.Names.Any(name => name.StartsWith('.')));
        Assert.False(runner.Task.IsCompleted);
    }

    private static RunnerUnderTest Start()
    {
        var runner = new RunnerUnderTest();
        foreach (var key in Keys)
        {
            runner.Key(key, "begin").With(key, $"{{{{ key(\"{key}\") }}}}", check: "! grep -q refused {path}", wait: key == "a" ? "1s:2s" : null);
        }

        runner.With("all", "{{ key(\"a\") }},{{ key(\"b\") }},{{ key(\"c\") }}", reload: "! grep -q undone DIR/all");
        return runner.Start();
    }

    [SuppressMessage("Security", "CA5394", Justification = "A seed must give the same mixture.")]
    private static void Disturb(RunnerUnderTest runner, Random random)
    {
        var key = Keys[random.Next(Keys.Length)];
        switch (random.Next(12))
        {
            case 0:
                runner.Consul.Cut();
                break;
            case 1:
                runner.Consul.Always = Misbehaviours.ConnectionRefused;
                break;
            case 2:
                runner.Consul.Always = Misbehaviours.Status(500, "No cluster leader");
                break;
            case 3:
                runner.Consul.Next(Misbehaviours.CutBody, Misbehaviours.Status(403), Misbehaviours.Body("[{]"));
                break;
            case 4:
                runner.Consul.Change(catalog => catalog.DeleteKey(key));
                break;
            case 5:
                runner.Consul.Change(catalog => catalog.Clear());
                runner.Consul.Cut();
                break;
            case 6:
                runner.Key(key, "refused");
                break;
            case 7:
                runner.Key(key, "undone");
                break;
            case 8:
                runner.Key(key, " ");
                break;
            default:
                runner.Consul.Always = null;
                runner.Key(key, random.Next().ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Live(RunnerUnderTest runner, string key) => runner.Exists(key) ? runner.Directory.Read(key) : "";
}
