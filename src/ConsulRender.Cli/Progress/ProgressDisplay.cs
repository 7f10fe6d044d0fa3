using System.Diagnostics.CodeAnalysis;
using ConsulRender.Planning;

namespace ConsulRender.Cli.Progress;

/// <summary>
/// Shows on a terminal what a short run still waits for, in lines that are written over and are gone at its end; one that is over soon shows nothing.
/// Owned by the command. The loop tells it what is the case, and a timer draws.
/// </summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    /// <summary>How long a run lasts before anything is shown.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>The time from one look to the next.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    [SuppressMessage("Usage", "CA2213", Justification = "Standard error is everybody's.")]
    private readonly TextWriter _terminal;
    private readonly Func<int> _columns;
    private readonly ITimer _timer;

    // Whoever writes to the terminal has it: the timer passes when it is taken, a log line waits the moment that a drawing takes.
    private readonly SemaphoreSlim _turn = new(1);

    private RunnerStatus? _status;

    // Used only by who has the turn.
    private string[] _drawn = [];
    private bool _isOver;

    /// <summary>A display that begins to count the time.</summary>
    /// <param name="terminal">Where it draws.</param>
    /// <param name="columns">How wide the terminal is now.</param>
    /// <param name="timeProvider">Its only clock.</param>
    public ProgressDisplay(TextWriter terminal, Func<int> columns, TimeProvider timeProvider)
    {
        _terminal = terminal;
        _columns = columns;
        _timer = timeProvider.CreateTimer(static display => ((ProgressDisplay)display!).Draw(), this, Patience, Period);
    }

    /// <summary>The display on standard error; null when that is no terminal that can be written over.</summary>
    public static ProgressDisplay? OnTerminal() =>
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb"
            ? new ProgressDisplay(Console.Error, TerminalSize.Columns, TimeProvider.System)
            : null;

    /// <summary>Waits for a run and takes the lines away, so that its end is told on a clean terminal.</summary>
    public static async Task UntilEndAsync(ProgressDisplay? display, Task run)
    {
        try
        {
            await run;
        }
        finally
        {
            await (display?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Takes note of what is the case now; costs nothing, because the loop calls it in each turn.</summary>
    public void Update(RunnerStatus status) => Volatile.Write(ref _status, status);

    /// <summary>Takes the lines away while somebody else writes to the terminal; they come back when it is time to draw again.</summary>
    public void Yield(Action write)
    {
        _turn.Wait();
        try
        {
            Clear();
            write();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes the lines away for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        if (!_isOver)
        {
            await _turn.WaitAsync();
            _isOver = true;
            Clear();
            _turn.Dispose();
        }
    }

    private void Draw()
    {
        if (Volatile.Read(ref _status) is not { } status || !_turn.Wait(0))
        {
            return;
        }

        try
        {
            var columns = _columns();
            string[] lines = [.. ProgressLines.Of(status).Select(line => Fit(SafeText.Of(line), columns - 1))];
            if (!_isOver && !lines.SequenceEqual(_drawn))
            {
                // In one write, so that nobody sees half of it.
                _terminal.Write(Erasing(_drawn.Length) + string.Join('\n', lines));
                _drawn = lines;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Clear()
    {
        if (_drawn.Length > 0)
        {
            _terminal.Write(Erasing(_drawn.Length));
            _drawn = [];
        }
    }

    // Back to the beginning of the first line, and away with everything from there on.
    private static string Erasing(int lines) => lines == 0 ? "" : (lines > 1 ? $"\e[{lines - 1}A" : "") + "\r\e[J";

    // A line that went over the edge could not be written over. What is not ASCII may take two columns.
    private static string Fit(string line, int columns)
    {
        var width = 0;
        for (var at = 0; at < line.Length; at++)
        {
            width += line[at] is '\t' ? 8 : line[at] < '\x7f' ? 1 : 2;
            if (width > columns)
            {
                var end = Math.Max(0, at - 3);
                return line[..(end > 0 && char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "...";
            }
        }

        return line;
    }
}
