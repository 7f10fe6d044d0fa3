using ConsulRender.Consul;
using ConsulRender.Processes;
using ConsulRender.Settings;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>The supervised child: started when every file is in place, and when it ends, so does the loop.</content>
public sealed partial class Runner
{
    private readonly TaskCompletionSource _childStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The signals that have no meaning for us unless the settings give them one; a supervised child gets them.</summary>
    public static IReadOnlyList<SignalName> Forwarded =>
        [.. "HUP USR1 USR2 ALRM CONT IO TTIN TTOU WINCH".Split(' ').Select(name => SignalName.Parse(name)!)];

    /// <summary>The supervised child; null when the settings name none, with -dry and in a plan.</summary>
    public ChildProcess? Child => _options.Child;

    /// <summary>The exit code of a child that ended by itself, with which the program ends; null without one, and while it runs.</summary>
    public int? ChildExitCode => _options.Child?.ExitCode;

    /// <summary>Ends when the child is started, after which no time limit for the files counts any more.</summary>
    public Task ChildStarted => _childStarted.Task;

    /// <summary>Passes a signal on to the child, if there is one; may be called at any time.</summary>
    public void Forward(SignalName signal) => _mailbox.Writer.TryWrite(new Message.Signalled(signal));

    private static RunnerOptions WithChild(Settings.Settings settings, RunnerOptions options, TimeProvider timeProvider, ILogger log) =>
        settings.Exec is null || options.Dry is not null || options.Planned is not null ? options : options with { Child = new ChildProcess(settings.Exec, timeProvider, log, options.SplayFraction) };

    private void WatchChild() => Child?.OnEnd(() => _mailbox.Writer.TryWrite(Message.ChildExited.Instance));

    // Returns whether the loop is over.
    private bool TendChild(WatchSet watches)
    {
        var isFinished = _options.Once && _groups.All(IsFinished);
        if (Child is not { } child)
        {
            return isFinished;
        }

        if (!child.IsStarted)
        {
            if (!_groups.All(group => group.WasApplied))
            {
                // With -once nothing heals what failed, and a program with half of its files is not started.
                return isFinished;
            }

            // Before it, since the child may be heard of, and signals sent to it, as soon as it runs; they come to the loop, after this.
            _childStarted.TrySetResult();
            child.Start();
            if (_options.Once)
            {
                watches.Keep(new HashSet<Dependency>());
            }
        }

        child.Tend();
        return child.ExitCode is not null;
    }

    // There are no turns meanwhile, which is no hang: its time bounds it.
    private async Task StopChildAsync()
    {
        if (Child is { } child)
        {
            var longest = child.Settings.KillTimeout + _slack;
            Volatile.Write(ref _applyLimit, _timeProvider.GetTimestamp() + (long)(longest.TotalSeconds * _timeProvider.TimestampFrequency));
            await child.StopAsync();
        }
    }
}
