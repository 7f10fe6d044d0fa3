using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

/// <summary>Files with which the reload failed are tried again after a pause, not whenever news lead to them.</summary>
public sealed class BadCandidateTests : IDisposable
{
    private const string Reload = "cat DIR/a >>LOG; echo >>LOG; ! grep -q bad DIR/a";

    private readonly GroupUnderTest _test = new();

    public BadCandidateTests() => _test.With("a", reload: Reload).With("b");

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_same_files_are_not_tried_again_by_news()
    {
        var failed = await FailAsync();

        var skipped = await ApplyAsync("bad", "1");

        Assert.True(Assert.IsType<ApplyOutcome.Failed>(skipped).IsSkipped);
        Assert.Same(failed, _test.Group.Outcome);
        Assert.Equal(["good", "bad", "good"], _test.Log);
        Assert.Equal("good", _test.Directory.Read("a"));
    }

    [Fact]
    public async Task Other_files_are_tried_at_once()
    {
        await FailAsync();

        await ApplyAsync("bad", "2");

        Assert.Equal(["good", "bad", "good", "bad", "good"], _test.Log);
    }

    [Fact]
    public async Task The_pause_is_ten_seconds_and_grows_to_an_hour_whatever_news_come()
    {
        await FailAsync();
        var pause = TimeSpan.FromSeconds(10);
        for (var tries = 3; tries < 14; tries++)
        {
            _test.Clock.Advance(pause / 2);
            await ApplyAsync("bad", "1");
            Assert.Equal((2 * tries) - 3, _test.Log.Count);
            Assert.Equal(pause / 2, _test.Group.Remaining);
            _test.Clock.Advance(pause / 2);
            Assert.True(_test.Group.IsEvaluationDue);

            await ApplyAsync("bad", "1");

            Assert.Equal((2 * tries) - 1, _test.Log.Count);
            pause = TimeSpan.FromSeconds(Math.Min(3600, pause.TotalSeconds * 2));
            Assert.Equal(pause, _test.Group.Remaining);
        }
    }

    [Fact]
    public async Task What_proved_good_is_forgotten()
    {
        await FailAsync();
        await ApplyAsync("good", "1");
        await ApplyAsync("bad", "1");

        Assert.Equal(["good", "bad", "good", "bad", "good"], _test.Log);
    }

    [Fact]
    public async Task Settings_that_were_read_again_with_the_same_command_change_nothing()
    {
        await FailAsync();
        using var same = new GroupUnderTest { Directory = new TemporaryDirectory(), Clock = _test.Clock, Templates = _test.Templates };
        same.Group.TakeOver(_test.Group);

        Assert.True(Assert.IsType<ApplyOutcome.Failed>(await same.ApplyAsync(TestContext.Current.CancellationToken, ("a", "bad"), ("b", "1"))).IsSkipped);
        Assert.Equal(TimeSpan.FromSeconds(10), same.Group.Remaining);
    }

    private async Task<ApplyOutcome> FailAsync()
    {
        Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("good", "1"));
        return Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync("bad", "1"));
    }

    private Task<ApplyOutcome> ApplyAsync(string a, string b) => _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", a), ("b", b));
}
