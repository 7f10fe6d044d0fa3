using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConsulRender.Tests;

/// <summary>What an agent does instead of answering.</summary>
internal delegate Task<HttpResponseMessage> Misbehaviour(CancellationToken cancellationToken);

/// <summary>The ways in which an agent, or what stands before it, can go wrong.</summary>
internal static class Misbehaviours
{
    /// <summary>The agent is not there.</summary>
    internal static Misbehaviour ConnectionRefused { get; } = _ => throw new HttpRequestException(
        HttpRequestError.ConnectionError, "Connection refused (127.0.0.1:8500)", new SocketException((int)SocketError.ConnectionRefused));

    /// <summary>The agent closes the connection in the moment of its making, which .NET does not wrap.</summary>
    internal static Misbehaviour NotConnected { get; } = _ => throw new SocketException((int)SocketError.NotConnected);

    /// <summary>The agent takes the request and never answers.</summary>
    internal static Misbehaviour Hang { get; } = async cancellationToken =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException("An infinite delay ends by cancellation only.");
    };

    /// <summary>The connection closes in the middle of a body.</summary>
    internal static Misbehaviour CutBody { get; } = _ => Respond(HttpStatusCode.OK, new StreamContent(new CutStream("""[{"Key":"a","Va""")));

    /// <summary>A status with a body.</summary>
    internal static Misbehaviour Status(int status, string body = "") => _ => Respond((HttpStatusCode)status, new StringContent(body));

    /// <summary>A 200 with a body.</summary>
    internal static Misbehaviour Body(string body) => Status(200, body);

    /// <summary>A response of the test's own making.</summary>
    internal static Misbehaviour Answer(int status, string body, params (string Name, string Value)[] headers) => async _ =>
    {
        var response = await Respond((HttpStatusCode)status, new StringContent(body));
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    };

    /// <summary>What the platform throws when the connection ends before an answer.</summary>
    internal static HttpRequestException Closed() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    private static Task<HttpResponseMessage> Respond(HttpStatusCode status, HttpContent content) =>
        Task.FromResult(new HttpResponseMessage(status) { Content = content });

    private sealed class CutStream(string beginning) : MemoryStream(Encoding.UTF8.GetBytes(beginning))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count : throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}
