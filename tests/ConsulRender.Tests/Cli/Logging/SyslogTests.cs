using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ConsulRender.Cli.Logging;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Serilog.Formatting.Display;
using Xunit;

namespace ConsulRender.Tests.Cli.Logging;

public sealed class SyslogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero));
    private readonly List<string> _told = [];
    private readonly SteadyTarget _syslog;

    public SyslogTests() => _syslog = new SteadyTarget(
        new SyslogSocket(
            SyslogFacility.Parse("local3")!, "consul render", new MessageTemplateTextFormatter("{Message:lj}{NewLine}{Exception}", CultureInfo.InvariantCulture), _directory.Path("log")),
        _clock,
        (_, text) => _told.Add(text));

    public void Dispose()
    {
        _syslog.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(LogEventLevel.Verbose, 7)]
    [InlineData(LogEventLevel.Debug, 7)]
    [InlineData(LogEventLevel.Information, 6)]
    [InlineData(LogEventLevel.Warning, 4)]
    [InlineData(LogEventLevel.Error, 3)]
    [InlineData(LogEventLevel.Fatal, 2)]
    public void A_line_is_a_datagram_as_RFC_5424_has_it(LogEventLevel level, int severity)
    {
        using var server = Bind(SocketType.Dgram);

        _syslog.Write(LogEvents.Of(_clock, "wrote \"a\" ä", level));

        Assert.Equal(
            $"<{(19 * 8) + severity}>1 2026-11-22T17:00:00.000Z {Environment.MachineName} consulrender {Environment.ProcessId} - - wrote \"a\" ä", Receive(server));
    }

    [Fact]
    public void Each_line_of_a_message_is_a_datagram_and_long_ones_are_cut_between_letters()
    {
        using var server = Bind(SocketType.Dgram);

        _syslog.Write(LogEvents.Of(_clock, "a\n  b\r\n" + new string('€', 5000)));

        Assert.EndsWith("- - a", Receive(server), StringComparison.Ordinal);
        Assert.EndsWith("- -   b", Receive(server), StringComparison.Ordinal);
        var cut = Receive(server);
        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 8190, 8192);
        Assert.EndsWith("€€", cut, StringComparison.Ordinal);
    }

    [Fact]
    public void A_syslog_that_was_started_again_gets_the_next_line()
    {
        using (var first = Bind(SocketType.Dgram))
        {
            _syslog.Write(LogEvents.Of(_clock, "one"));
            Assert.EndsWith("- - one", Receive(first), StringComparison.Ordinal);
        }

        File.Delete(_directory.Path("log"));
        using var second = Bind(SocketType.Dgram);
        _syslog.Write(LogEvents.Of(_clock, "two"));

        Assert.EndsWith("- - two", Receive(second), StringComparison.Ordinal);
        Assert.Empty(_told);
    }

    [Fact]
    public void A_syslog_that_is_not_there_is_told_once_and_used_when_it_comes()
    {
        _syslog.Write(LogEvents.Of(_clock, "one"));
        _clock.Advance(SteadyTarget.Pause);
        _syslog.Write(LogEvents.Of(_clock, "two"));
        Assert.StartsWith($"syslog at \"{_directory.Path("log")}\": it cannot be written: ", Assert.Single(_told), StringComparison.Ordinal);

        using var server = Bind(SocketType.Dgram);
        _clock.Advance(SteadyTarget.Pause);
        _syslog.Write(LogEvents.Of(_clock, "three"));

        Assert.EndsWith("- - three", Receive(server), StringComparison.Ordinal);
        Assert.EndsWith("2 lines are missing in it", _told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_syslog_that_listens_to_a_stream_gets_lines_that_end_with_a_zero()
    {
        using var server = Bind(SocketType.Stream);
        server.Listen();

        _syslog.Write(LogEvents.Of(_clock, "one"));
        _syslog.Write(LogEvents.Of(_clock, "two"));

        using var connection = server.Accept();
        Assert.Matches("^<158>1 .* - - one\0<158>1 .* - - two\0$", Receive(connection));
        Assert.Empty(_told);
    }

    [Fact]
    public void A_syslog_that_reads_nothing_keeps_nobody_for_long()
    {
        using var server = Bind(SocketType.Dgram);
        var began = TimeProvider.System.GetTimestamp();

        for (var line = 0; line < 2000 && _told.Count == 0; line++)
        {
            _syslog.Write(LogEvents.Of(_clock, "one"));
        }

        Assert.Single(_told);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("KERN", 0)]
    [InlineData("user", 1)]
    [InlineData("DAEMON", 3)]
    [InlineData("AUTHPRIV", 10)]
    [InlineData("FTP", 11)]
    [InlineData("LOCAL0", 16)]
    [InlineData("local7", 23)]
    public void Facilities_have_the_numbers_of_the_RFC(string name, int number) => Assert.Equal(number, SyslogFacility.Parse(name)?.Number);

    [Theory]
    [InlineData("")]
    [InlineData("LOCAL8")]
    [InlineData("LOCAL")]
    [InlineData("LOCAL00")]
    [InlineData("LOG_DAEMON")]
    public void Other_names_are_no_facilities(string name) => Assert.Null(SyslogFacility.Parse(name));

    private Socket Bind(SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        socket.Bind(new UnixDomainSocketEndPoint(_directory.Path("log")));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        var bytes = new byte[20000];
        return Encoding.UTF8.GetString(bytes, 0, socket.Receive(bytes));
    }
}
