using System.Net;
using System.Net.Sockets;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Transport;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

public sealed class TransportTests
{
    private const string Hello = """[{"Key":"a","Flags":0,"Value":"aGVsbG8="}]""";

    [Fact]
    public async Task One_connection_is_kept_and_nothing_needless_is_sent()
    {
        await using var agent = new LoopbackAgent(_ => LoopbackAgent.Response(Hello));
        using var client = agent.Client(token: "t0k");

        for (var request = 0; request < 3; request++)
        {
            Assert.Equal("hello", (await client.QueryAsync(new KeyValue("a/ b"), 0, Cancellation)).Value);
        }

        Assert.Equal(1, agent.Connections);
        Assert.All(agent.Heads, head => Assert.Matches(@"\AGET /v1/kv/a/%20b\?consistent= HTTP/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\nX-Consul-Token: t0k\r\n\r\n\z", head));
    }

    [Fact]
    public async Task A_key_is_sent_as_it_is_spelled()
    {
        await using var agent = new LoopbackAgent(_ => LoopbackAgent.Response(Hello));
        using var client = agent.Client();

        await client.QueryAsync(new KeyValue("a/../b/./c"), 0, Cancellation);

        Assert.StartsWith("GET /v1/kv/a/../b/./c?consistent= HTTP/1.1\r\n", Assert.Single(agent.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_connections_is_kept()
    {
        await using var agent = new LoopbackAgent(_ => LoopbackAgent.Response(Hello));
        using var client = agent.Client(maxConnections: 2);

        var readings = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => client.QueryAsync(new KeyValue($"k{number}"), 0, Cancellation)));

        Assert.All(readings, reading => Assert.Equal("hello", reading.Value));
        Assert.InRange(agent.Connections, 1, 2);
    }

    [Fact]
    public async Task A_body_in_chunks_is_read_whole()
    {
        await using var agent = new LoopbackAgent(_ =>
            $"HTTP/1.1 200 OK\r\nx-consul-index: 7\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{Hello[..5]}\r\n{Hello.Length - 5:x}\r\n{Hello[5..]}\r\n0\r\n\r\n");
        using var client = agent.Client();

        var reading = await client.QueryAsync(new KeyValue("a"), 0, Cancellation);

        Assert.Equal((7ul, "hello"), (reading.Index, reading.Value));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n[cut", ConsulFailure.Broken, "the answer was cut off")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n[cut", ConsulFailure.Broken, "the answer was cut off")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n[cut", ConsulFailure.Broken, "the answer is longer than 256 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Cons[cut", ConsulFailure.Unreachable, "connection closed without an answer")]
    [InlineData("", ConsulFailure.Unreachable, "connection closed without an answer")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", ConsulFailure.Unreachable, "the answer is not HTTP")]
    public async Task What_comes_over_the_wire_wrongly_is_a_failure_with_one_line(string answer, ConsulFailure failure, string message)
    {
        await using var agent = new LoopbackAgent(_ => answer);
        using var client = agent.Client();

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal((failure, message), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task A_body_without_an_announced_length_is_read_to_the_limit_and_no_further()
    {
        using var endless = new StreamContent(new EndlessStream());
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => AnswerBody.ReadAsync(endless, 3 << 20, Cancellation).AsTask());

        Assert.Equal("the answer is longer than 3 MiB", exception.Message);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var agent = new LoopbackAgent(request =>
            request == 0 ? "HTTP/1.1 301 Moved Permanently\r\nLocation: /v1/kv/b\r\nContent-Length: 0\r\n\r\n" : LoopbackAgent.Response(Hello));
        using var client = agent.Client();

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal((ConsulFailure.Refused, "HTTP 301: redirects to /v1/kv/b, which is not followed"), (exception.Failure, exception.Message));
        Assert.Single(agent.Heads);
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_refuses_the_connection()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var client = new ConsulClient(new() { Address = new Uri($"http://127.0.0.1:{port}") }, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal((ConsulFailure.Unreachable, "connection refused"), (exception.Failure, exception.Message));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }
}
