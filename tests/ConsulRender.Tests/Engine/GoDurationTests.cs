using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData(".5s", 500)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("500us", 0.5)]
    [InlineData("500µs", 0.5)]
    [InlineData("500μs", 0.5)]
    [InlineData("100000ns", 0.1)]
    public void What_Go_reads_is_read(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("1d")]
    [InlineData("1m30")]
    [InlineData("1.2.3s")]
    [InlineData("5sec")]
    [InlineData("1e3s")]
    [InlineData("99999999h")]
    public void What_is_not_a_duration_of_use_is_refused(string text) => Assert.False(GoDuration.TryParse(text, out _));

    // A longer timer throws, which would end a daemon that had run until then.
    [Fact]
    public void Every_duration_that_is_read_fits_into_a_timer()
    {
        Assert.False(GoDuration.TryParse("1200h", out _));
        Assert.True(GoDuration.TryParse("1000h", out var longest));
        using var timer = new CancellationTokenSource(longest, TimeProvider.System);
    }

    [Theory]
    [InlineData("0s", "0s")]
    [InlineData("250ms", "250ms")]
    [InlineData("1000ms", "1s")]
    [InlineData("90s", "1m30s")]
    [InlineData("60s", "1m")]
    [InlineData("3600s", "1h")]
    [InlineData("3601s", "1h1s")]
    [InlineData("90m", "1h30m")]
    [InlineData("1m30.1s", "1m30.1s")]
    [InlineData("59.9999s", "1m")]
    [InlineData("26h", "26h")]
    public void A_duration_is_written_as_people_write_it(string text, string expected)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(expected, GoDuration.Format(duration));
    }
}
