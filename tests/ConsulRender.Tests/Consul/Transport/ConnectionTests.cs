using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

/// <summary>Unix sockets, basic authentication, namespaces and token files.</summary>
public sealed class ConnectionTests : IDisposable
{
    private static readonly KeyValue Question = new("a");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_unix_socket_answers_like_a_port()
    {
        var socket = _directory.Path("consul.sock");
        await using var agent = new LoopbackAgent(_ => Hello, socket: socket);
        using var client = new ConsulClient(new() { Address = new Uri("http://localhost"), Socket = socket }, TimeProvider.System);

        Assert.Equal("hello", (await client.QueryAsync(Question, 0, Cancellation)).Value);
        Assert.Equal("hello", (await client.QueryAsync(Question, 0, Cancellation)).Value);

        Assert.Equal(1, agent.Connections);
        Assert.StartsWith("GET /v1/kv/a?stale= HTTP/1.1\r\nHost: localhost\r\n", agent.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_or_that_nobody_serves_is_told()
    {
        var socket = _directory.Path("consul.sock");
        using var client = new ConsulClient(new() { Address = new Uri("http://localhost"), Socket = socket }, TimeProvider.System);

        Assert.Equal(
            (ConsulFailure.Unreachable, $"there is no socket {socket}"),
            await FailAsync(client));
        _directory.Write("consul.sock", "what is left of a socket that nobody serves");
        Assert.Equal((ConsulFailure.Unreachable, "connection refused"), await FailAsync(client));
    }

    [Fact]
    public async Task A_user_name_and_its_password_are_sent_and_never_shown()
    {
        await using var agent = new LoopbackAgent(_ => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 22\r\n\r\nnot with pass w0rd, me");
        using var client = new ConsulClient(new() { Address = agent.Address, UserName = "me", Password = new Secret("pass w0rd") }, TimeProvider.System);

        Assert.Equal((ConsulFailure.Refused, "HTTP 401: not with ***, me"), await FailAsync(client));

        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:pass w0rd"));
        Assert.Contains($"\r\nAuthorization: Basic {expected}\r\n", Assert.Single(agent.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespace_and_partition_belong_to_every_question()
    {
        await using var agent = new LoopbackAgent(_ => Hello);
        using var client = new ConsulClient(new() { Address = agent.Address, Namespace = "team a", Partition = "p", MaxStale = TimeSpan.Zero }, TimeProvider.System);

        await client.QueryAsync(Question, 0, Cancellation);
        await client.QueryAsync(Question with { Datacenter = "east" }, 7, Cancellation);

        Assert.Equal(
            ["GET /v1/kv/a?consistent=&ns=team%20a&partition=p HTTP/1.1", "GET /v1/kv/a?dc=east&index=7&wait=60000ms&ns=team%20a&partition=p HTTP/1.1"],
            agent.Heads.Select(head => head.Split("\r\n")[0]));
    }

    [Fact]
    public async Task A_token_file_is_read_again_and_keeps_its_last_token_while_it_is_away()
    {
        var clock = new FakeTimeProvider();
        var file = _directory.Write("token", "one\n");
        await using var agent = new LoopbackAgent(_ => Hello);
        using var client = new ConsulClient(new() { Address = agent.Address, TokenFile = file }, clock);

        await client.QueryAsync(Question, 0, Cancellation);
        _directory.Write("token", "two\n");
        clock.Advance(TimeSpan.FromSeconds(1));
        await client.QueryAsync(Question, 0, Cancellation);
        File.Delete(file);
        clock.Advance(TimeSpan.FromSeconds(1));
        await client.QueryAsync(Question, 0, Cancellation);
        _directory.Write("token", "");
        clock.Advance(TimeSpan.FromSeconds(1));
        await client.QueryAsync(Question, 0, Cancellation);

        Assert.Equal(["one", "two", "two", "two"], agent.Heads.Select(Token));
    }

    [Fact]
    public async Task A_refused_watch_asks_again_as_soon_as_there_is_another_token()
    {
        var clock = new FakeTimeProvider();
        var file = _directory.Write("token", "old");
        await using var agent = new LoopbackAgent(request => request == 0 ? "HTTP/1.1 403 Forbidden\r\nContent-Length: 13\r\n\r\nACL not found" : Hello);
        using var client = new ConsulClient(new() { Address = agent.Address, TokenFile = file }, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reports = new List<WatchReport>();
        var started = clock.GetUtcNow();
        var watch = new Watch(client, Question, clock, Take) { Once = true, Chance = () => 0.999 }.RunAsync(stop.Token);

        await Eventually.HoldsAsync("an answer to the new token", clock, TimeSpan.FromMilliseconds(200), () => watch.IsCompleted || clock.GetUtcNow() - started > TimeSpan.FromSeconds(4));

        Assert.True(watch.IsCompleted, "it waited for the whole delay of a refusal");
        Assert.Equal(["old", "new"], agent.Heads.Select(Token));
        Assert.IsType<WatchReport.Failed>(reports[0]);

        ValueTask Take(WatchReport report, CancellationToken cancellationToken)
        {
            // Written only now, so that the refused question had the old one.
            _directory.Write("token", "new");
            reports.Add(report);
            return ValueTask.CompletedTask;
        }
    }

    private static string Hello => LoopbackAgent.Response("""[{"Key":"a","Value":"aGVsbG8="}]""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(ConsulFailure Failure, string Message)> FailAsync(ConsulClient client)
    {
        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(Question, 0, Cancellation));
        return (exception.Failure, exception.Message);
    }

    private static string Token(string head) => head.Split("X-Consul-Token: ")[1].Split("\r\n")[0];
}
