using System.Diagnostics;
using System.Globalization;
using ConsulRender.Conditions;
using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Tests.Engine;
using ConsulRender.Tests.Engine.Files;
using Xunit;

namespace ConsulRender.Tests.Faults;

/// <summary>The whole engine while a command or a disk of its host misbehaves: the file stays, the status says why, others go on, tries are few, and it is over when it is over.</summary>
/// <remarks>A file that a template reads and that goes away is with the other tests of such files.</remarks>
public sealed class HostFaultTests : IAsyncDisposable
{
    private const string Out = "live/out";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    // Within that a failure is tried again twice: after 10 s and then 20.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(35);

    private readonly RunnerUnderTest _runner = new();
    private bool _isMounted;

    public static TheoryData<string> Names => [.. HostFaults.All.Select(fault => fault.Name)];

    public async ValueTask DisposeAsync()
    {
        await _runner.StopAsync();
        if (_isMounted)
        {
            await Mounting.RunAsync("umount", _runner.Directory.Path("live"));
        }

        if (_runner.Exists("pids"))
        {
            foreach (var process in _runner.Directory.Lines("pids"))
            {
                using var left = Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture));
                left.Kill();
            }
        }

        await _runner.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_fault_of_the_host_costs_the_file_or_stays_longer_than_it_lasts(string name)
    {
        var fault = HostFaults.All.Single(fault => fault.Name == name);
        await StartAsync(fault);
        var before = Stamp();
        var tries = Tries;

        await fault.Break(_runner.Directory);
        _runner.Key("a", "2");
        await _runner.HoldsInTimeAsync("seen", "2", Step);
        if (fault.Kind is null)
        {
            await IsAppliedAsync("2");
        }
        else
        {
            await LastsAsync(fault, fault.Kind.Value);
            Assert.Equal("1", _runner.Directory.Read(Out));
            Assert.Equal(["out"], Directory.EnumerateFileSystemEntries(_runner.Directory.Path("live")).Select(Path.GetFileName).Where(entry => entry != "filler"));

            // A reload that fails has seen the new file, and the old one is back then.
            Assert.True(fault.Kind == FailureKind.Reload || before == Stamp(), "the file was touched");
            Assert.InRange(Tries - tries, 0, fault.Kind == FailureKind.Reload ? 8 : 4);
        }

        await fault.Mend(_runner.Directory);
        if (fault.Kind is null or FailureKind.Reload)
        {
            // A text that no reload succeeded with need not be tried again before there is another.
            _runner.Key("a", "3");
        }

        await IsAppliedAsync(fault.Kind is null or FailureKind.Reload ? "3" : "2");
    }

    private int Tries => _runner.Exists("tries") ? _runner.Directory.Lines("tries").Count : 0;

    private FileStamp? Stamp() => FileSystem.Stamp(_runner.Directory.Path(Out));

    private async Task StartAsync(HostFault fault)
    {
        Directory.CreateDirectory(_runner.Directory.Path("live"));
        if (fault.IsMounted)
        {
            Mounting.SkipUnlessRoot();
            await Mounting.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "consulrender-test", _runner.Directory.Path("live"));
            _isMounted = true;
        }

        File.SetUnixFileMode(_runner.Directory.Write("check", "#!/bin/sh\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _runner.Key("a", "1").With(Out, "{{ key(\"a\") }}", template => fault.Set(template, _runner.Directory)).With("seen", "{{ key(\"a\") }}").Start();
        await IsAppliedAsync("1");
    }

    private async Task LastsAsync(HostFault fault, FailureKind kind)
    {
        await Eventually.HoldsAsync($"a status that says \"{fault.Words}\"", _runner.Clock, Step, () => Outcome is ApplyOutcome.Failed);

        // The next try of what hangs would be under way for long.
        var until = _runner.Clock.GetUtcNow() + (fault.Hangs ? TimeSpan.Zero : Long);
        await Eventually.HoldsAsync("some tries", _runner.Clock, Step, () => _runner.Clock.GetUtcNow() >= until);

        var failure = Assert.IsType<ApplyOutcome.Failed>(Outcome);
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(fault.Words, failure.Message, StringComparison.Ordinal);
        Assert.Equal((ConditionState.Degraded, $"{kind}"), (Status.Condition.State, $"{Status.Condition.Reason}"));
        Assert.Contains(fault.Words, Status.Condition.Message, StringComparison.Ordinal);
        Assert.NotNull(Status.Condition.NextTry);
        Assert.False(_runner.Task.IsCompleted, "the loop has ended");
    }

    private GroupStatus Status => _runner.Runner.Status.Groups.Single(group => group.Name == _runner.Directory.Path(Out));

    private ApplyOutcome? Outcome => Status.Outcome;

    private async Task IsAppliedAsync(string text)
    {
        await _runner.HoldsInTimeAsync(Out, text, Step);
        await Eventually.HoldsAsync($"the reload of \"{text}\"", _runner.Clock, Step, () => _runner.Directory.Log is [.., var last] && last == text);
        await Eventually.HoldsAsync("a status without failure", _runner.Clock, Step, () => Status is { Outcome: ApplyOutcome.Applied, Condition.State: ConditionState.Healthy });
    }
}
