using ConsulRender.Timing;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

public sealed class WaitTests
{
    [Theory]
    [InlineData("5s:20s", 5, 20)]
    [InlineData("5s", 5, 20)]
    [InlineData("0s", 0, 0)]
    [InlineData("0:1s", 0, 1)]
    [InlineData("5s:5s", 5, 5)]
    public void The_maximum_is_four_times_the_minimum_when_left_out(string text, double minimum, double maximum) =>
        Assert.Equal(new QuiescencePeriod(TimeSpan.FromSeconds(minimum), TimeSpan.FromSeconds(maximum)), QuiescencePeriod.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("5s:")]
    [InlineData(":5s")]
    [InlineData("5")]
    [InlineData("5s:1s")]
    [InlineData("1s:2s:3s")]
    [InlineData("-1s")]
    public void What_is_no_wait_is_refused(string text) => Assert.Null(QuiescencePeriod.Parse(text));
}
