using System.Net.Sockets;
using System.Text;
using ConsulRender.Cli;
using ConsulRender.Cli.Control;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Cli.Control;

/// <summary>The socket by itself: who asks in vain, too much, too slowly or all at once, keeps nobody from an answer.</summary>
public sealed class ControlSocketTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<Socket> _clients = [];
    private readonly TaskCompletionSource _slow = new();
    private ControlSocket? _socket;
    private int _asked;

    private string Address => _directory.Path("control.sock");

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task A_request_gets_its_answer_and_only_the_owner_may_ask()
    {
        Open();

        Assert.Equal("0 output\nyou said hello", await AskAsync("hello\n"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Address));
    }

    [Fact]
    public async Task What_is_no_line_of_that_length_is_refused()
    {
        Open();

        Assert.StartsWith("13 error\n", await AskAsync(new string('x', ControlSocket.LongestRequest)), StringComparison.Ordinal);
        Assert.Equal(0, _asked);
        Assert.StartsWith("0 output\n", await AskAsync(new string('x', ControlSocket.LongestRequest - 1) + "\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_nothing_for_five_seconds_is_left()
    {
        Open();
        var silent = await ConnectAsync();
        await silent.SendAsync(Encoding.ASCII.GetBytes("hal"), SocketFlags.None);
        var left = silent.ReceiveAsync(new byte[1], SocketFlags.None);

        await Eventually.HoldsAsync("the connection to be closed", _clock, TimeSpan.FromSeconds(1), () => left.IsCompleted);
        Assert.Equal(0, await left);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task Many_that_say_nothing_keep_the_next_waiting_only_for_their_time()
    {
        Open();
        for (var client = 0; client < ControlSocket.MostAtOnce; client++)
        {
            await ConnectAsync();
        }

        var answer = AskAsync("hello\n");
        await Eventually.HoldsAsync("the answer", _clock, TimeSpan.FromSeconds(1), () => answer.IsCompleted);
        Assert.Equal("0 output\nyou said hello", await answer);
    }

    [Fact]
    public async Task No_more_are_answered_at_once_than_there_are_places()
    {
        Open();
        var answers = Enumerable.Range(0, ControlSocket.MostAtOnce + 3).Select(_ => AskAsync("slow\n")).ToList();
        await Eventually.HoldsAsync("the places to be taken", () => Volatile.Read(ref _asked) == ControlSocket.MostAtOnce);
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));

        _slow.SetResult();
        await Eventually.EndsAsync("all answers", Task.WhenAll(answers));
        Assert.Equal(ControlSocket.MostAtOnce + 3, _asked);
    }

    [Fact]
    public async Task The_socket_of_a_dead_daemon_is_replaced_and_ours_is_gone_at_the_end()
    {
        LeaveDead(Address);

        Assert.True(File.Exists(Address));
        Open();
        Assert.Equal("0 output\nyou said hello", await AskAsync("hello\n"));

        await _socket!.DisposeAsync();
        _socket = null;
        Assert.False(File.Exists(Address));
    }

    [Fact]
    public async Task An_end_waits_for_nobody_who_still_waits_for_an_answer()
    {
        Open();
        var answer = AskAsync("slow\n");
        await Eventually.HoldsAsync("the request", () => Volatile.Read(ref _asked) == 1);

        await Eventually.EndsAsync("the socket to close", _socket!.DisposeAsync().AsTask());
        _socket = null;
        Assert.Equal("", await answer);
    }

    [Fact]
    public async Task A_bug_in_an_answer_costs_only_that_answer()
    {
        Open();

        Assert.Equal("", await AskAsync("bug\n"));
        Assert.Equal("0 output\nyou said hello", await AskAsync("hello\n"));
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_no_failure_of_the_daemon() =>
        Assert.Null(ControlSocket.Open(_directory.Path(new string('x', 120)), AnswerAsync, _clock, NullLogger.Instance));

    /// <summary>Leaves what a killed daemon does; .NET would remove it under its own name.</summary>
    internal static void LeaveDead(string path)
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(path + "-"));
        File.Move(path + "-", path);
    }

    private void Open() => _socket = ControlSocket.Open(Address, AnswerAsync, _clock, NullLogger.Instance);

    private async Task<ControlAnswer> AnswerAsync(string request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (request == "slow")
        {
            await _slow.Task.WaitAsync(cancellationToken);
        }

        return request == "bug" ? throw new InvalidOperationException("a bug") : new ControlAnswer(ExitCode.Success, $"you said {request}");
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _clients.Add(client);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(Address), TestContext.Current.CancellationToken);
        return client;
    }

    private async Task<string> AskAsync(string request)
    {
        var client = await ConnectAsync();
        await client.SendAsync(Encoding.UTF8.GetBytes(request), SocketFlags.None);
        using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Closed with bytes unread, which a unix socket calls a reset.
            return "";
        }
    }
}
