using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ConsulRender.Settings;
using Serilog.Events;
using Serilog.Formatting;

namespace ConsulRender.Cli.Logging;

/// <summary>The local syslog: a socket that takes a datagram for each line, or a stream of them. Owned by a <see cref="SteadyTarget"/>.</summary>
internal sealed class SyslogSocket(SyslogFacility facility, string name, ITextFormatter formatter, string path = SyslogSocket.DefaultPath) : ILogTarget
{
    /// <summary>Where programs find their syslog, whichever it is.</summary>
    public const string DefaultPath = "/dev/log";

    // What rsyslog takes unless it is told otherwise; others cut later.
    private const int LongestLine = 8192;

    // A syslog that is stuck must not keep other lines for long.
    private const int SendMilliseconds = 1000;

    private readonly SyslogLine _line = new(facility, name);
    private Socket? _socket;

    /// <inheritdoc/>
    public string Name => $"syslog at \"{path}\"";

    /// <inheritdoc/>
    public void Write(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(logEvent, text);

        // A line break is escaped by some, the end of the message to others; a message for each line is read well everywhere.
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Send(_line.Format(logEvent, line.TrimEnd('\r')));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Send(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        bytes = bytes.Length <= LongestLine ? bytes : bytes[..WholeLetters(bytes)];
        if (_socket is null)
        {
            SendTo(Connect(), bytes);
            return;
        }

        try
        {
            SendTo(_socket, bytes);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is not (SocketError.WouldBlock or SocketError.TimedOut))
        {
            // Syslog was started again, which is another socket behind the same name.
            SendTo(Connect(), bytes);
        }
    }

    private void SendTo(Socket socket, byte[] line)
    {
        // In a stream, a zero ends a line, as the C library writes it.
        if (socket.SocketType == SocketType.Stream)
        {
            line = [.. line, 0];
        }

        try
        {
            socket.Send(line);
        }
        catch (SocketException)
        {
            Close();
            throw;
        }
    }

    private Socket Connect()
    {
        Close();
        try
        {
            _socket = Connect(SocketType.Dgram);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ProtocolType)
        {
            _socket = Connect(SocketType.Stream);
        }

        return _socket;
    }

    private Socket Connect(SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified) { SendTimeout = SendMilliseconds };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    // Cut before a byte that begins a letter.
    private static int WholeLetters(byte[] bytes)
    {
        var end = LongestLine;
        while ((bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
