using System.Net.Sockets;
using System.Text;
using ConsulRender.State;

namespace ConsulRender.Cli.Control;

/// <summary>Asks the daemon that has a state directory, over its socket. Stateless.</summary>
internal static class ControlClient
{
    /// <summary>Separates the words of a request, so that blanks may stand in names.</summary>
    public const char Separator = '\t';

    /// <summary>Sends one request and prints the answer.</summary>
    /// <param name="state">The directory; null when there is no usual place for one.</param>
    /// <param name="words">The request.</param>
    /// <param name="output">Where what is no problem goes.</param>
    public static async Task<ExitCode> RunAsync(StateDirectory? state, IReadOnlyList<string> words, TextWriter output)
    {
        if (state is null)
        {
            return ErrorLines.Print(ExitCode.Unreachable, ["there is no usual place for the state directory, since HOME is not set; name it with -state-dir"]);
        }

        var request = string.Join(Separator, words);
        if (request.Contains('\n', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(request) >= ControlSocket.LongestRequest)
        {
            return ErrorLines.Print(ExitCode.Usage, ["what is asked for is too long, or has a line end in it"]);
        }

        try
        {
            if (await AskAsync(state.ControlSocket, request) is not { } answer)
            {
                return NoAnswer(state, "it closed the connection; it may have just ended");
            }

            if (answer.IsError)
            {
                return ErrorLines.Print(answer.Code, [answer.Text]);
            }

            await output.WriteAsync(answer.Text);
            return answer.Code;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return NoAnswer(state, Reason(exception));
        }
    }

    // The daemon bounds the time of each answer; a rollback takes as long as its check and its reload.
    private static async Task<ControlAnswer?> AskAsync(string path, string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await socket.SendAsync(Encoding.UTF8.GetBytes($"{request}\n"), SocketFlags.None);
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return ControlAnswer.Decode(await reader.ReadToEndAsync());
    }

    private static ExitCode NoAnswer(StateDirectory state, string reason) => ErrorLines.Print(
        ExitCode.Unreachable,
        [$"no consulrender daemon answers at {state.ControlSocket} ({reason}); is it running with this state directory?"]);

    private static string Reason(Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "there is no such socket",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there any more",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "permission denied; only the daemon's user may ask",
        ArgumentException => "its path is longer than the 107 bytes that the path of a socket may have",
        _ => exception.Message.TrimEnd('.'),
    };
}
