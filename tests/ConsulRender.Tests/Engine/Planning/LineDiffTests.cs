using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ConsulRender.Planning;
using Xunit;

namespace ConsulRender.Tests.Engine.Planning;

/// <summary>Which lines go and which come.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A seed makes the test the same each time.")]
public sealed class LineDiffTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a b c", "a b c", "abc")]
    [InlineData("", "a b", "+a+b")]
    [InlineData("a b", "", "-a-b")]
    [InlineData("a b c", "a x c", "a-b+xc")]
    [InlineData("a b c a b b a", "c b a b a c", "-a-bc+bab-ba+c")]
    public void The_fewest_lines_change(string old, string @new, string expected) => Assert.Equal(expected, Word(Lines(old), Lines(@new)));

    [Fact]
    public void Any_two_texts_become_each_other_by_the_fewest_steps()
    {
        var random = new Random(5);
        for (var round = 0; round < 2_000; round++)
        {
            var (old, @new) = (Random(random, 12, 3), Random(random, 12, 3));
            var diff = LineDiff.Of(old, @new);
            AssertTurnsInto(old, @new, diff);
            Assert.Equal(old.Count + @new.Count - (2 * Common(old, @new)), diff.Removed.Count(gone => gone) + diff.Added.Count(come => come));
        }
    }

    // Each is far beyond what the search for the fewest can do.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void A_hundred_thousand_lines_take_no_minutes_whatever_stands_in_them(int variety)
    {
        var random = new Random(7);
        var began = Stopwatch.GetTimestamp();
        var old = Random(random, 100_000, variety, exactly: true);
        List<string> @new = variety == 0 ? [.. old.Select((line, at) => at % 17 == 0 ? line + "'" : line).Where((_, at) => at % 1_000 != 3)] : Random(random, 100_000, variety, exactly: true);
        var diff = LineDiff.Of(old, @new);
        AssertTurnsInto(old, @new, diff);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"it took {Stopwatch.GetElapsedTime(began)}");
        if (variety == 0)
        {
            Assert.True(diff.Removed.Count(gone => gone) < 7_000, "lines that both have hold the rest together");
        }
    }

    [Fact]
    public void Few_changes_in_a_long_text_are_found_exactly()
    {
        var old = Random(new Random(9), 100_000, 4, exactly: true);
        List<string> @new = [.. old];
        @new[500] = "changed";
        @new.RemoveAt(70_000);
        @new.Insert(90_000, "new");
        var diff = LineDiff.Of(old, @new);
        AssertTurnsInto(old, @new, diff);
        Assert.Equal((2, 2), (diff.Removed.Count(gone => gone), diff.Added.Count(come => come)));
    }

    private static void AssertTurnsInto(IReadOnlyList<string> old, IReadOnlyList<string> @new, LineDiff diff) =>
        Assert.Equal(old.Where((_, at) => !diff.Removed[at]), @new.Where((_, at) => !diff.Added[at]));

    // The variety 0 makes every line different.
    private static List<string> Random(Random random, int most, int variety, bool exactly = false) =>
        [.. Enumerable.Range(0, exactly ? most : random.Next(most)).Select(at => (variety == 0 ? at : random.Next(variety)).ToString(CultureInfo.InvariantCulture))];

    private static int Common(List<string> old, List<string> @new)
    {
        var lengths = Enumerable.Range(0, old.Count + 1).Select(_ => new int[@new.Count + 1]).ToArray();
        for (var row = old.Count - 1; row >= 0; row--)
        {
            for (var column = @new.Count - 1; column >= 0; column--)
            {
                lengths[row][column] = old[row] == @new[column] ? 1 + lengths[row + 1][column + 1] : Math.Max(lengths[row + 1][column], lengths[row][column + 1]);
            }
        }

        return lengths[0][0];
    }

    private static string[] Lines(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Word(string[] old, string[] @new)
    {
        var diff = LineDiff.Of(old, @new);
        var word = "";
        for (var (left, right) = (0, 0); left < old.Length || right < @new.Length;)
        {
            word += left < old.Length && diff.Removed[left] ? "-" + old[left++] : right < @new.Length && diff.Added[right] ? "+" + @new[right++] : old[Both(ref left, ref right)];
        }

        return word;
    }

    private static int Both(ref int left, ref int right)
    {
        right++;
        return left++;
    }
}
