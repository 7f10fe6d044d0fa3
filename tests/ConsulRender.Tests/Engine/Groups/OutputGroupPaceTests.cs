using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

/// <summary>A group whose evaluations take long, because each look at the clock moves it.</summary>
public sealed class OutputGroupPaceTests : IDisposable
{
    private readonly SlowClock _clock = new();
    private readonly GroupUnderTest _group;

    public OutputGroupPaceTests() => _group = new() { Clock = _clock };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _group.Dispose();

    [Fact]
    public async Task After_a_long_evaluation_the_next_change_waits_a_quarter_of_a_second_at_most()
    {
        _group.With("a");
        EvaluateSlowly(("a", "1"));
        await _group.ApplyAsync(Stop);

        _group.Touch("a");
        Assert.False(_group.Group.IsEvaluationDue);
        Assert.InRange(_group.Group.Remaining!.Value, TimeSpan.FromTicks(1), Pace.Longest);

        _clock.Advance(Pace.Longest);
        Assert.True(_group.Group.IsEvaluationDue);
    }

    [Fact]
    public async Task After_much_was_written_the_next_change_waits_too()
    {
        _group.With("a");
        for (var change = 0; change < 60; change++)
        {
            // Not in one file, because other tests measure the memory of the process.
            await _group.ApplyAsync(Stop, ("a", new string((char)('0' + change), 500_000)));
        }

        _group.Touch("a");
        Assert.False(_group.Group.IsEvaluationDue);
        Assert.InRange(_group.Group.Remaining!.Value, TimeSpan.FromTicks(1), Pace.Longest);
    }

    [Fact]
    public async Task A_change_that_comes_alone_is_evaluated_at_once()
    {
        _group.With("a");
        EvaluateSlowly(("a", "1"));
        await _group.ApplyAsync(Stop);
        _clock.Advance(TimeSpan.FromSeconds(10));

        _group.Touch("a");
        Assert.True(_group.Group.IsEvaluationDue);
    }

    [Fact]
    public void The_first_file_waits_for_nothing_but_its_answers()
    {
        _group.With("a").With("b");
        EvaluateSlowly();
        _group.Touch("a");
        _clock.Advance(Staleness.Patience);
        Assert.False(_group.Group.IsEvaluationDue);

        _group.Touch("b");
        Assert.True(_group.Group.IsEvaluationDue);
    }

    [Fact]
    public async Task News_that_wait_to_be_evaluated_are_no_quiet()
    {
        _group.With("a", wait: "100ms:1m");
        await _group.ApplyAsync(Stop, ("a", "1"));
        EvaluateSlowly(("a", "2"));
        _group.Touch("a");
        for (var change = 0; change < 2; change++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            Assert.False(_group.IsApplyDue);
            _group.Touch("a");
            Assert.False(_group.Group.IsEvaluationDue);
        }

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(_group.IsApplyDue);
    }

    [Fact]
    public async Task A_text_that_is_due_waits_for_the_evaluation_of_known_news_but_not_longer_than_its_pace()
    {
        _group.With("a");
        await _group.ApplyAsync(Stop, ("a", "1"));
        EvaluateSlowly(("a", "2"));
        _group.Touch("a");
        Assert.True(_group.IsApplyDue);
        Assert.True(_group.Group.WaitsFor(null, _clock.GetTimestamp()));
        Assert.InRange(_group.Group.Remaining!.Value, TimeSpan.FromTicks(1), Pace.Longest);

        _clock.Advance(Pace.Longest);
        Assert.False(_group.Group.WaitsFor(null, _clock.GetTimestamp()));
    }

    private void EvaluateSlowly(params (string Key, string Value)[] keys)
    {
        _clock.Step = TimeSpan.FromMilliseconds(60);
        for (var evaluation = 0; evaluation < 10; evaluation++)
        {
            _group.Evaluate(keys);
        }

        _clock.Step = TimeSpan.Zero;
    }

    /// <summary>A clock that moves a step at each look; owned by one test.</summary>
    private sealed class SlowClock : FakeTimeProvider
    {
        internal TimeSpan Step { get; set; }

        public override long GetTimestamp()
        {
            if (Step > TimeSpan.Zero)
            {
                Advance(Step);
            }

            return base.GetTimestamp();
        }
    }
}
