using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Control;

/// <summary>The unix socket at which the daemon answers requests of a line each: a few at once, each bounded in size and time, so that nobody can keep it from its work. Owned by <see cref="DaemonCommand"/>.</summary>
internal sealed partial class ControlSocket : IAsyncDisposable
{
    /// <summary>The longest request, line end included.</summary>
    public const int LongestRequest = 4096;

    /// <summary>How many are answered at once; more wait.</summary>
    public const int MostAtOnce = 8;

    // One more is refused by the kernel, and its command says so.
    private const int MostWaiting = 128;

    // How long a request may take to come, and its answer to be taken.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pauseAfterTrouble = TimeSpan.FromSeconds(1);

    private readonly Socket _listener;
    private readonly string _path;
    private readonly Func<string, CancellationToken, Task<ControlAnswer>> _answer;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private ControlSocket(Socket listener, string path, Func<string, CancellationToken, Task<ControlAnswer>> answer, TimeProvider timeProvider, ILogger log)
    {
        _listener = listener;
        _path = path;
        _answer = answer;
        _timeProvider = timeProvider;
        _log = log;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Listens, in place of a socket that a dead daemon left; whoever calls this has the lock of the directory.</summary>
    /// <param name="path">Where.</param>
    /// <param name="answer">Answers one request; it may take its time.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="log">Where it says that nobody can listen there.</param>
    /// <returns>The socket; null when there can be none.</returns>
    public static ControlSocket? Open(string path, Func<string, CancellationToken, Task<ControlAnswer>> answer, TimeProvider timeProvider, ILogger log)
    {
        Socket? listener = null;
        try
        {
            var address = new UnixDomainSocketEndPoint(path);
            listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            File.Delete(path);
            listener.Bind(address);

            // Before it listens nobody can connect, whatever the mode was until now.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(MostWaiting);
            return new ControlSocket(listener, path, answer, timeProvider, log);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            listener?.Dispose();
            LogNotOpen(log, path, exception is ArgumentException ? "its path is longer than the 107 bytes that the path of a socket may have; name a shorter state_dir" : exception.Message);
            return null;
        }
    }

    /// <summary>Closes it; who still waits for an answer gets none.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;

        // Until the last of those that are answered now has gone.
        for (var place = 0; place < MostAtOnce; place++)
        {
            await _places.WaitAsync(CancellationToken.None);
        }

        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next daemon replaces it.
        }

        _places.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stop.Token);
                _ = ServeAsync(await AcceptOneAsync());
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    return await _listener.AcceptAsync(_stop.Token);
                }
                catch (SocketException exception) when (!_stop.IsCancellationRequested)
                {
                    // Such as no file descriptor left; it must not become a loop without pause.
                    LogTrouble(exception.Message);
                    await Task.Delay(_pauseAfterTrouble, _timeProvider, _stop.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _places.Release();
            throw new OperationCanceledException("The socket is closed.", exception);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            using (connection)
            {
                var answer = await ReadAsync(connection) is { } request
                    ? await _answer(request, _stop.Token)
                    : ControlAnswer.Problem(ExitCode.Usage, $"a request is one line of at most {LongestRequest} bytes");
                await SendAsync(connection, Encoding.UTF8.GetBytes(answer.Encode()));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Who asked has gone, or took too long.
        }
#pragma warning disable CA1031 // A bug in an answer must not end a daemon whose files are right.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBug(exception);
        }
        finally
        {
            _places.Release();
        }
    }

    // The line without its end; null when it is too long, or ends without one.
    private async Task<string?> ReadAsync(Socket connection)
    {
        using var late = new CancellationTokenSource(_patience, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stop.Token);
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var count = await connection.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, stop.Token);
            var end = buffer.AsSpan(length, count).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, length + end);
            }

            if (count == 0)
            {
                return null;
            }

            length += count;
        }

        return null;
    }

    private async Task SendAsync(Socket connection, ReadOnlyMemory<byte> bytes)
    {
        using var late = new CancellationTokenSource(_patience, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stop.Token);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await connection.SendAsync(bytes, SocketFlags.None, stop.Token)..];
        }

        connection.Shutdown(SocketShutdown.Send);
    }

    [LoggerMessage(LogLevel.Warning, "'consulrender status' will find nobody at {Path}: {Problem}")]
    private static partial void LogNotOpen(ILogger log, string path, string problem);

    [LoggerMessage(LogLevel.Warning, "the control socket takes no connection: {Problem}")]
    private partial void LogTrouble(string problem);

    [LoggerMessage(LogLevel.Error, "a request at the control socket failed, which is a bug in consulrender")]
    private partial void LogBug(Exception exception);
}
