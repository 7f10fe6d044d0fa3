using System.Text;
using ConsulRender.Templating.Filters.Yaml;
using ConsulRender.Templating.Values;
using Fluid.Values;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>YAML that is written is read back as it was, and any text at all is read or refused.</summary>
public sealed class YamlTests
{
    private static readonly string[] Pieces =
    [
        "a", "b c", "x: y", " #no", "a #b", "'", "\"", "\\", "\n", "\n\n", " ", "  ", "\t", "-", "- a", "?", "yes", "null", "~", "123", "1.5", "0x1f", "é", "🚀",
        ":", "a:", ",", "[", "]", "{", "}", "&a ", "*a", "!t", "!!str ", "|", ">", "%", "@", "`", "---", "...", "<<", "=", "\r", "\u2028", "\u0007", "1:30",
        "2001-01-01", "- ", "\n- ", "\n  ", ": ",
    ];

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_written_is_read_back_as_it_was(int seed)
    {
        await Task.Yield();
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var value = RandomValue(random, 0);
            var text = new YamlText().Of(value);
            var read = Assert.Single(new YamlReader(text).ReadDocuments());
            Assert.True(JsonText.Of(value) == JsonText.Of(read), $"{JsonText.Of(value)} was written as {text} and read as {JsonText.Of(read)}");
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_text_is_read_or_refused(int seed)
    {
        await Task.Yield();
        var random = new Random(seed);
        var read = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var text = RandomText(random, random.Next(1, 12));
            try
            {
                _ = new YamlReader(text).ReadDocuments();
                read++;
            }
            catch (FormatException exception)
            {
                Assert.StartsWith("not YAML at line ", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 500, 9_500);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    [InlineData("a: 'x' ", "")]
    [InlineData("\"", "")]
    [InlineData("a ", ": 1")]
    [InlineData("[a, ", "]")]
    [InlineData("\n", "a: 1")]
    [InlineData("&a ", "x")]
    [InlineData("- a\n", "")]
    [InlineData("'a' ", "")]
    public async Task A_hundred_thousand_of_anything_is_an_answer(string repeated, string after)
    {
        await Task.Yield();
        try
        {
            _ = new YamlReader(string.Concat(Enumerable.Repeat(repeated, 100_000)) + after).ReadDocuments();
        }
        catch (FormatException exception)
        {
            Assert.StartsWith("not YAML at line ", exception.Message, StringComparison.Ordinal);
        }
    }

    private static string RandomText(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (var piece = 0; piece < pieces; piece++)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    private static FluidValue RandomValue(Random random, int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => NilValue.Instance,
        1 => BooleanValue.Create(random.Next(2) == 0),
        2 => Numbers.Of(random.Next(-1_000, 1_000_000) / (random.Next(2) == 0 ? 1m : 4m)),
        <= 5 => StringValue.Create(RandomText(random, random.Next(0, 5))),
        6 => new ArrayValue([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth + 1))]),
        _ => Enumerable.Range(0, random.Next(4))
            .Aggregate(BuiltMapValue.Empty, (map, _) => map.With(RandomText(random, random.Next(0, 3)), RandomValue(random, depth + 1))),
    };
}
