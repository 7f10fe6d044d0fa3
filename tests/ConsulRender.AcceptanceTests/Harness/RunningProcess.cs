using System.Collections.Concurrent;
using System.Diagnostics;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A child process with what it printed; owned by the test that started it, and killed when that ends.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private int _disposed;

    private RunningProcess(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Standard output so far.</summary>
    public string Output => string.Concat(_output.Select(line => line + "\n"));

    /// <summary>Standard error so far.</summary>
    public string Errors => string.Concat(_errors.Select(line => line + "\n"));

    /// <summary>Starts a program.</summary>
    public static RunningProcess Start(
        string program, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A test run started in the background has SIGINT ignored, which children inherit; env undoes that and becomes the program.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT,TERM,QUIT", program, .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = Tools.SearchPath;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CONSUL_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var running = new RunningProcess(new Process { StartInfo = start });
        running.Begin();
        return running;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<RunningProcess> RunAsync(string program, IEnumerable<string> arguments, string workingDirectory, TimeSpan timeout)
    {
        var running = Start(program, arguments, workingDirectory);
        await running.ExitsAsync(timeout);
        return running;
    }

    /// <summary>Sends a signal.</summary>
    public void Send(Signal signal) => Signals.Send(Id, signal);

    /// <summary>Kills it, unless it has ended.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end and gives the exit code; fails with everything printed when it does not come.</summary>
    public async Task<int> ExitsAsync(TimeSpan? timeout = null)
    {
        var limit = timeout ?? TimeSpan.FromSeconds(20);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(limit);
        try
        {
            await _process.WaitForExitAsync(source.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"waited {limit.TotalSeconds:0.#} s for the end of {this}\n{Transcript}");
        }

        return ExitCode;
    }

    /// <summary>Everything it printed, for failure messages.</summary>
    public string Transcript => $"stdout:\n{Output}stderr:\n{Errors}";

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _process.StartInfo.ArgumentList.Skip(1));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A test and the workspace that started the process may both dispose of it.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
