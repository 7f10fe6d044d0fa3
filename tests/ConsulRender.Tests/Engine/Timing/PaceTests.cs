using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class PaceTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Pace _pace;

    public PaceTests() => _pace = new Pace(_clock);

    [Fact]
    public void Nothing_waits_before_anything_was_spent() => Assert.Equal(TimeSpan.Zero, _pace.Remaining);

    [Fact]
    public void A_change_that_comes_alone_does_not_wait_for_the_one_before()
    {
        Spend(Pace.Credit);

        Assert.Equal(TimeSpan.Zero, _pace.Remaining);
    }

    [Fact]
    public void What_was_spent_beyond_the_credit_is_paid_off_with_time()
    {
        Spend(Pace.Credit);
        Spend(TimeSpan.FromMilliseconds(10));
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal((TimeSpan.FromMilliseconds(10) / Pace.Share) - TimeSpan.FromMilliseconds(30), _pace.Remaining);

        _clock.Advance(_pace.Remaining);
        Assert.Equal(TimeSpan.Zero, _pace.Remaining);
    }

    [Fact]
    public void However_long_a_render_takes_the_next_waits_a_quarter_of_a_second_at_most()
    {
        Spend(TimeSpan.FromSeconds(5));
        Spend(TimeSpan.FromSeconds(5));

        Assert.Equal(Pace.Longest, _pace.Remaining);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void A_storm_of_changes_leaves_evaluations_their_share_of_the_time(int milliseconds)
    {
        var took = TimeSpan.FromMilliseconds(milliseconds);
        var start = _clock.GetUtcNow();
        var evaluations = 0;
        while (_clock.GetUtcNow() - start < TimeSpan.FromMinutes(1))
        {
            Spend(took);
            evaluations++;
            _clock.Advance(_pace.Remaining);
        }

        // A long one takes more than its share rather than keep the next waiting for longer.
        var most = Math.Max(Pace.Share, took / (took + Pace.Longest));
        Assert.InRange(evaluations * took / TimeSpan.FromMinutes(1), Pace.Share * 0.9, most * 1.1);
    }

    [Fact]
    public void A_storm_of_large_files_leaves_the_disk_its_share()
    {
        const int length = 1_000_000;
        var start = _clock.GetUtcNow();
        var written = 0L;
        while (_clock.GetUtcNow() - start < TimeSpan.FromMinutes(1))
        {
            _pace.SpendOnFiles(length);
            written += length;
            _clock.Advance(TimeSpan.FromMilliseconds(1) + _pace.Remaining);
        }

        Assert.InRange(written / 60 / Pace.BytesPerSecond, Pace.Share * 0.9, Pace.Share * 1.1);
    }

    [Fact]
    public void Small_files_wait_for_nothing()
    {
        for (var change = 0; change < 10_000; change++)
        {
            _pace.SpendOnFiles(10_000);
            Assert.Equal(TimeSpan.Zero, _pace.Remaining);
            _clock.Advance(TimeSpan.FromMilliseconds(5));
        }
    }

    private void Spend(TimeSpan took)
    {
        var began = _clock.GetTimestamp();
        _clock.Advance(took);
        _pace.Spend(began);
    }
}
