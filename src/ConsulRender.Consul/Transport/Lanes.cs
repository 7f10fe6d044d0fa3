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
    private readonly TimeProvider _timeProvider;
    private readonly List<Lane> _lanes;
    private volatile bool _answersAlone;

    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of with the list that holds it.")]
    internal Lanes(ConsulOptions options, TimeProvider timeProvider, HttpMessageHandler? handler)
    {
        _options = options;
        _timeProvider = timeProvider;

        // An invoker, not an HttpClient: no default headers, no second timeout, no buffering of answers.
        _lanes = [handler is null ? Open() : new(new HttpMessageInvoker(handler, disposeHandler: false), timeProvider)];
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
            lane = Open();
            _lanes.Add(lane);
        }

        lane.Take();
        return lane;
    }

    /// <inheritdoc/>
    public void Dispose() => _lanes.ForEach(static lane => lane.Dispose());

    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker disposes of the handler it is given, and the lane of the invoker.")]
    private Lane Open() => new(new HttpMessageInvoker(Handler(_options)), _timeProvider);

    private static SocketsHttpHandler Handler(ConsulOptions options) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = new AgentConnection(options).OpenAsync,

        // Unless set, longer than the longest back-off, so that a watch which waits to try again finds its connection. The few connections
        // of a short run are kept: each timer less is a thread less to start.
        PooledConnectionIdleTimeout = options.IsShortRun ? Timeout.InfiniteTimeSpan : options.Transport.IdleTimeout,
        MaxConnectionsPerServer = options.MaxConnections,
        KeepAlivePingDelay = options.IsShortRun ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}
