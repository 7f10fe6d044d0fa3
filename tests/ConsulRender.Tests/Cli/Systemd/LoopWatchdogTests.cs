using ConsulRender.Cli.Systemd;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli.Systemd;

public sealed class LoopWatchdogTests : IAsyncDisposable
{
    private const string Alive = "WATCHDOG=1";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly string _address = $"@consulrender-test-{Guid.NewGuid():N}";
    private readonly SystemdSocket _systemd;
    private readonly RunnerUnderTest _loop;
    private readonly ManualResetEventSlim _go = new(initialState: true);
    private SystemdNotifier? _notifier;
    private volatile bool _isHanging;
    private int _said;

    public LoopWatchdogTests()
    {
        _systemd = new SystemdSocket(_address);
        _loop = new RunnerUnderTest
        {
            Published = status =>
            {
                _isHanging = !_go.IsSet;
                _go.Wait();
                _notifier?.Observe(status);
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        _go.Set();
        await _loop.DisposeAsync();
        _notifier?.Dispose();
        _systemd.Dispose();
        _go.Dispose();
    }

    [Fact]
    public async Task A_loop_with_nothing_to_do_says_twice_in_the_time_that_it_is_alive()
    {
        await StartAsync();

        for (var expected = 1; expected <= 4; expected++)
        {
            _loop.Clock.Advance(Silence / 2);
            await SaysAsync(expected);
        }
    }

    [Fact]
    public async Task A_loop_that_hangs_says_nothing_until_it_goes_on()
    {
        await StartAsync();
        _loop.Clock.Advance(Silence / 2);
        await SaysAsync(1);

        _go.Reset();
        _loop.Key("turn", "hang");
        await Eventually.HoldsAsync("the loop hangs", () => _isHanging);
        for (var half = 0; half < 10; half++)
        {
            _loop.Clock.Advance(Silence / 2);
        }

        Assert.DoesNotContain(Alive, _systemd.Take());
        _go.Set();
        await SaysAsync(2);
    }

    [Fact]
    public async Task A_command_that_runs_is_no_silence()
    {
        _loop.With("slow", "{{ key(\"slow\") }}", reload: "touch DIR/started; while [ ! -e DIR/go ]; do sleep 0.01; done").Key("slow", "x");
        Begin();
        await Eventually.HoldsAsync("the command runs", () => _loop.Exists("started"));
        _systemd.Take();

        _loop.Clock.Advance(Silence / 2);
        await SaysAsync(1);

        _loop.Directory.Write("go", "");
        await _loop.SaysAsync("Information: wrote");
    }

    [Fact]
    public async Task A_child_that_is_being_ended_is_no_silence()
    {
        _loop.Exec = new() { Command = _loop.Directory.Command("trap 'touch DIR/asked; while [ ! -e DIR/go ]; do sleep 0.01; done; exit' INT; touch DIR/ready; while :; do sleep 0.05; done")!, KillTimeout = TimeSpan.FromMinutes(10) };
        await StartAsync();
        await Eventually.HoldsAsync("the child runs", () => _loop.Exists("ready"));
        var stopping = _loop.StopAsync();
        await Eventually.HoldsAsync("the child is asked to end", () => _loop.Exists("asked"));

        for (var expected = 1; expected <= 4; expected++)
        {
            _loop.Clock.Advance(Silence / 2);
            await SaysAsync(expected);
        }

        _loop.Directory.Write("go", "");
        await stopping;
    }

    private void Begin()
    {
        _notifier = new SystemdNotifier(new SystemdVariables(_address, Silence), _loop.Clock);
        _loop.Start();
        _notifier.Follow(_loop.Runner);
    }

    private async Task StartAsync()
    {
        Begin();
        await _loop.TurnAsync();
        _systemd.Take();
    }

    private Task SaysAsync(int times) => Eventually.HoldsAsync($"{Alive} {times} times", () =>
    {
        _said += _systemd.Take().Count(said => said == Alive);
        return _said >= times;
    });
}
