using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ConsulRender.Consul.Transport;

/// <summary>The connections to one agent. Rented and returned inside one loop, by whoever runs the watches; owned by the client.</summary>
/// <remarks>
/// Go's HTTP/2 server allows 250 questions on a connection. .NET's client, filling connections to exactly that many, loses the race with the server's own count now and
/// then, so each lane stays below and never opens a second one.
/// </remarks>
internal sealed class Lanes : IDisposable
{
    /// <summary>The most watches on one connection of HTTP/2.</summary>
    internal const int WatchesPerConnection = 200;

    private readonly ConsulOptions _options;
    private readonly List<Lane> _lanes;
    private volatile bool _answersAlone;

    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of with the list that holds it.")]
    internal Lanes(ConsulOptions options, HttpMessageHandler? handler)
    {
        _options = options;

        // An invoker, not an HttpClient: no default headers, no second timeout, no buffering of answers.
        _lanes = [handler is null ? Open(options) : new(new HttpMessageInvoker(handler, disposeHandler: false))];
    }

    /// <summary>Whether many watches share a connection: with TLS, unless whoever answers there speaks HTTP/1.1 only. Consul has no HTTP/2 without TLS.</summary>
    internal bool MayShare => !_answersAlone && _options.Socket is null && _options.Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>The version of HTTP to ask for.</summary>
    internal Version Version => MayShare ? HttpVersion.Version20 : HttpVersion.Version11;

    /// <summary>The lane of questions that belong to no watch.</summary>
    internal Lane First => _lanes[0];

    /// <summary>Takes note of the version that an answer came in.</summary>
    internal void Note(Version answered)
    {
        if (answered.Major < 2 && MayShare)
        {
            _answersAlone = true;
        }
    }

    /// <summary>A lane with room for one more watch.</summary>
    internal Lane Rent()
    {
        var lane = _lanes.Find(lane => !MayShare || lane.Watches < WatchesPerConnection);
        if (lane is null)
        {
            lane = Open(_options);
            _lanes.Add(lane);
        }

        lane.Watches++;
        return lane;
    }

    /// <summary>Gives the place in a lane back. The lane stays open for others.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The counterpart of Rent.")]
    internal void Return(Lane lane) => lane.Watches--;

    /// <inheritdoc/>
    public void Dispose() => _lanes.ForEach(static lane => lane.Dispose());

    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker disposes of the handler it is given, and the lane of the invoker.")]
    private static Lane Open(ConsulOptions options) => new(new HttpMessageInvoker(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = Connection(options),

        // Longer than the longest back-off, so that a watch which waits to try again finds its connection. The few connections
        // of a short run are kept: each timer less is a thread less to start.
        PooledConnectionIdleTimeout = options.IsShortRun ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = options.MaxConnections,
        KeepAlivePingDelay = options.IsShortRun ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    }));

    private static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Connection(ConsulOptions options) =>
        options.Socket is { } socket ? (_, _) => new(AgentConnection.OpenSocket(socket))
        : options.Address.Scheme == Uri.UriSchemeHttps ? (options.Tls ?? new AgentTls(new TlsOptions())).Opening(options.Warn)
        : AgentConnection.OpenAsync;
}
