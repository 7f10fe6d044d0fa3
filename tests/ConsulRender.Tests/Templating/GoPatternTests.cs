using System.Text.Json;
using ConsulRender.Templating.Filters.Patterns;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>The answers in go-patterns.json are those of Go's regexp package, version 1.19.</summary>
public sealed class GoPatternTests
{
    private static readonly JsonElement Table = Load();

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_regular_expression_gives_the_answer_that_Go_gives(int row)
    {
        var example = Table[row];
        var pattern = example.GetProperty("pattern").GetString()!;
        if (example.TryGetProperty("refused", out _))
        {
            Assert.Throws<FormatException>(() => new GoPattern(pattern));
            return;
        }

        var compiled = new GoPattern(pattern);
        var input = example.GetProperty("input").GetString()!;
        Assert.Equal((pattern, example.GetProperty("match").GetBoolean()), (pattern, compiled.IsMatch(input)));
        var expected = example.GetProperty("result").GetString();
        Assert.Equal((pattern, expected), (pattern, compiled.ReplaceAll(input, example.GetProperty("replacement").GetString()!)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_way_for_long_texts_finds_what_the_way_for_short_ones_finds(int row)
    {
        var example = Table[row];
        if (example.TryGetProperty("refused", out _))
        {
            return;
        }

        var parser = new PatternParser(example.GetProperty("pattern").GetString()!);
        var program = new PatternProgram(parser.Parse());
        var (quick, steady) = (new PatternBacktracker(program, parser.GroupNames.Count), new PatternMachine(program, parser.GroupNames.Count));
        var input = example.GetProperty("input").GetString()!;
        for (var start = 0; start <= input.Length; start++)
        {
            var found = quick.Find(input, start, wantsGroups: true);
            Assert.Equal(found, steady.Find(input, start, wantsGroups: false));
            Assert.Equal(found, steady.Find(input, start, wantsGroups: true));
            Assert.True(!found || quick.Groups.SequenceEqual(steady.Groups), $"row {row} from {start}");
        }
    }

    [Fact]
    public void The_table_holds_at_least_60_examples() => Assert.True(Table.GetArrayLength() >= 60);

    [Fact(Timeout = 10_000)]
    public async Task A_pattern_that_kills_backtracking_engines_takes_linear_time()
    {
        await Task.Yield();
        var text = new string('a', 20_000) + "!";
        Assert.False(new GoPattern("^(a+)+$").IsMatch(text));
    }

    [Fact]
    public void Renders_side_by_side_do_not_disturb_each_other()
    {
        var pattern = new GoPattern("(a+)(b+)");
        Parallel.For(0, 1000, index =>
        {
            var run = new string('a', (index % 50) + 1);
            Assert.Equal($"b{run}!", pattern.ReplaceAll(run + "b", "$2$1!"));
        });
    }

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Templating", "go-patterns.json")));
        return document.RootElement.Clone();
    }
}
