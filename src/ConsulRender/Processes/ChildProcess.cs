using System.ComponentModel;
using ConsulRender.Groups;
using ConsulRender.Settings;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Processes;

/// <summary>The one child that the program supervises: started when every file is in place, told of changes, ended with us. Owned by the <see cref="Runner"/> that runs; only its end is noticed elsewhere, by a thread that waits for it.</summary>
/// <remarks>One that was asked to end has ended when nothing of its process group is at work any more: behind a shell, which a signal ends at once, the program itself may still be at work. It restarts nothing that ended by itself: then the program ends, too, and whoever supervises the program decides.</remarks>
public sealed partial class ChildProcess
{
    private const int NotFound = 127;
    private const int NotStarted = 126;
    private const int NoSuchFile = 2;
    private const int StackOfWaiting = 128 * 1024;

    // What the kernel has not ended within two seconds of SIGKILL hangs in a device, and may do so for ever.
    private const int LooksAfterKill = 100;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);
    private static readonly SignalName _kill = new("SIGKILL", 9);

    private readonly TimeProvider _timeProvider;
    private readonly Func<double> _splayFraction;
    private readonly ILogger _log;

    // Used only by whoever owns it.
    private Task<int> _exit = Task.FromResult(0);
    private ChildState _state = ChildState.Waiting;
    private int _processId;
    private int _starts;
    private bool _startsAnew;
    private Deadline? _lifetime;
    private Deadline? _reload;
    private Deadline? _end;

    // Set by the owner, used by whoever waits.
    private Action? _wake;
    private volatile bool _isAskedToEnd;
    private volatile bool _isKilled;

    internal ChildProcess(ExecSettings settings, TimeProvider timeProvider, ILogger log, Func<double> splayFraction)
    {
        Settings = settings;
        _timeProvider = timeProvider;
        _log = log;
        _splayFraction = splayFraction;
    }

    /// <summary>What it was made from; settings that say the same leave it alone.</summary>
    public ExecSettings Settings { get; }

    /// <summary>What it does.</summary>
    internal ChildStatus Status => new(_state, _state is ChildState.Running or ChildState.Ending ? _processId : null, _starts);

    /// <summary>The exit code, once it has ended by itself.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>How long until something is to be done; null when only a change or its end can bring that.</summary>
    internal TimeSpan? Remaining => OutputGroup.Soonest(OutputGroup.Soonest(_lifetime?.Remaining, _reload?.Remaining), _end?.Remaining);

    /// <summary>Says what to do when it ends, on a thread of its own: to make the owner take a turn.</summary>
    internal void OnEnd(Action wake) => Volatile.Write(ref _wake, wake);

    /// <summary>Whether it was started; a child that ended by itself is not started again.</summary>
    internal bool IsStarted => _state != ChildState.Waiting;

    /// <summary>Starts it; when that fails, it has ended with the code by which shells say so.</summary>
    internal void Start()
    {
        (_reload, _end, _startsAnew) = (null, null, false);
        (_isAskedToEnd, _isKilled) = (false, false);
        var arguments = Settings.Command.Arguments(stagedPath: null);
        try
        {
            var program = ProgramPath.Find(arguments[0]) ?? throw new Win32Exception(NoSuchFile);
            _processId = ChildSpawn.Start(program, arguments, CommandEnvironment.Whole(Settings.Env));
            _state = ChildState.Running;
            _starts++;
            _lifetime = Settings.Timeout > TimeSpan.Zero ? new Deadline(Settings.Timeout, _timeProvider) : null;
            _exit = WaitOnThread(_processId);
            LogStarted(Settings.Command, _processId);
        }
        catch (Win32Exception exception)
        {
            var isMissing = exception.NativeErrorCode == NoSuchFile;
            LogNotStarted(Settings.Command, isMissing ? $"'{arguments[0]}' was not found; install it or give its full path" : exception.Message);
            End(isMissing ? NotFound : NotStarted);
        }
    }

    /// <summary>Says that a file has changed, which it is told after its splay, or for which it is started anew; several changes meanwhile are one.</summary>
    internal void Change()
    {
        if (_state == ChildState.Running)
        {
            _reload ??= new Deadline(Settings.Splay * _splayFraction(), _timeProvider);
        }
    }

    /// <summary>Passes on a signal that has no meaning for us.</summary>
    internal void Forward(SignalName signal)
    {
        if (_state is ChildState.Running or ChildState.Ending)
        {
            LogForwarded(_processId, signal);
            Send(signal);
        }
    }

    /// <summary>Does what is due, and notices its end.</summary>
    internal void Tend()
    {
        if (_state is ChildState.Running or ChildState.Ending && _exit.IsCompleted)
        {
            TakeEnd(_exit.Result);
        }

        if (_lifetime?.IsOver == true)
        {
            _lifetime = null;
            LogTooLong(_processId, GoDuration.Format(Settings.Timeout), Settings.KillSignal);
            AskToEnd(startsAnew: false);
        }

        if (_reload?.IsOver == true)
        {
            _reload = null;
            Reload();
        }

        if (_end?.IsOver == true)
        {
            _end = null;
            Kill();
        }
    }

    /// <summary>Ends it at once, however long its splay is, and waits for that.</summary>
    internal async Task StopAsync()
    {
        if (_state is not (ChildState.Running or ChildState.Ending) || _exit.IsCompleted)
        {
            return;
        }

        LogStopping(_processId, Settings.KillSignal);
        AskToEnd(startsAnew: false);
        if (_end is not null)
        {
            await Task.WhenAny(_exit, Task.Delay(_end.Remaining, _timeProvider, CancellationToken.None));
            Kill();
        }

        await _exit;
        (_state, _lifetime, _end) = (ChildState.Ended, null, null);
    }

    private void Reload()
    {
        if (Settings.ReloadSignal is { } signal)
        {
            LogReload(_processId, signal);
            Send(signal);
        }
        else
        {
            LogRestart(_processId, Settings.KillSignal);
            AskToEnd(startsAnew: true);
        }
    }

    private void AskToEnd(bool startsAnew)
    {
        (_state, _startsAnew, _reload) = (ChildState.Ending, startsAnew, null);
        _isAskedToEnd = true;
        if (Settings.KillTimeout > TimeSpan.Zero)
        {
            Send(Settings.KillSignal);
            _end = new Deadline(Settings.KillTimeout, _timeProvider);
        }
        else
        {
            KillGroup();
        }
    }

    private void Kill()
    {
        if (!_exit.IsCompleted)
        {
            LogKilled(_processId, GoDuration.Format(Settings.KillTimeout), Settings.KillSignal);
            KillGroup();
        }
    }

    private void KillGroup()
    {
        Send(-_processId, _kill);
        _isKilled = true;
    }

    private void TakeEnd(int exitCode)
    {
        (_lifetime, _reload, _end) = (null, null, null);
        if (_startsAnew)
        {
            Start();
            return;
        }

        LogEnded(_processId, exitCode);
        End(exitCode);
    }

    private void End(int exitCode) => (_state, ExitCode) = (ChildState.Ended, exitCode);

    // Behind a shell, the program that should hear of it is another process of the group; without one, its own children must not hear of it.
    private void Send(SignalName signal) => Send(Settings.Command.IsShell ? -_processId : _processId, signal);

    private void Send(int receiver, SignalName signal)
    {
        // Once its end was seen, its number may be another's.
        if (!_exit.IsCompleted)
        {
            ProcessTree.SendTo(receiver, signal);
        }
    }

    private Task<int> WaitOnThread(int processId)
    {
        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(Wait, StackOfWaiting) { IsBackground = true, Name = "child" };
        thread.Start();
        return exit.Task;

        void Wait()
        {
            var exitCode = ChildSpawn.Wait(processId);

            // Not here: whoever is woken may go on where it is woken, and this stack is small.
            _ = Task.Run(() => TellEndAsync(exit, processId, exitCode));
        }
    }

    // Nothing tells of the end of processes that are not ours, so they are looked for; they live in the system's time whatever our clock says.
    private async Task TellEndAsync(TaskCompletionSource<int> exit, int processId, int exitCode)
    {
        int? found = null;
        for (var looks = LooksAfterKill; _isAskedToEnd && looks > 0 && (found = FindAtWork(processId, found)) is not null; looks -= _isKilled ? 1 : 0)
        {
            await Task.Delay(_look, TimeProvider.System, CancellationToken.None);
        }

        exit.SetResult(exitCode);
        Volatile.Read(ref _wake)?.Invoke();
    }

    // The cheap question comes first. Who has ended may be there for seconds: some machines' first process looks only now and then for what it inherits.
    private static int? FindAtWork(int group, int? before) => ChildSpawn.IsGroupThere(group) ? ProcessTree.FindAtWork(group, before) : null;

    /// <summary>A moment to come; immutable.</summary>
    private sealed class Deadline(TimeSpan delay, TimeProvider timeProvider)
    {
        private readonly long _since = timeProvider.GetTimestamp();

        public bool IsOver => Remaining == TimeSpan.Zero;

        public TimeSpan Remaining => delay - timeProvider.GetElapsedTime(_since) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }
}
