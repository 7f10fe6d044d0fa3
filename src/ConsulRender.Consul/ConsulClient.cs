using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json;
using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul;

/// <summary>Asks one agent; holds the connections, knows nothing of watching. Owned by whoever made it.</summary>
public sealed class ConsulClient : IDisposable
{
    // More than any sane catalog; what goes beyond is not an answer of Consul's.
    private const int LongestBody = 256 << 20;

    // Consul adds up to a sixteenth to a wait; then the answer must travel, and a lagging server may need a while before it starts to wait.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _agent;
    private readonly QueryAddress _address;
    private readonly ConsulOptions _options;
    private readonly AgentToken _token;
    private readonly string? _authorization;
    private readonly TimeProvider _timeProvider;

    /// <summary>A client of the agent in the options; the handler is for tests that script an agent.</summary>
    public ConsulClient(ConsulOptions options, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        _options = options;
        _timeProvider = timeProvider;
        _address = new QueryAddress(options);
        _token = new AgentToken(options, timeProvider);
        _authorization = options.UserName is { } user ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password?.Reveal()}"))}" : null;

        // An invoker, not an HttpClient: no default headers, no second timeout, no buffering of answers.
        _agent = handler is null ? Connect(options) : new(handler, disposeHandler: false);
    }

    /// <summary>How long the agent may hold a query with an index.</summary>
    internal TimeSpan Wait => _address.Wait;

    /// <summary>The token that the next query sends.</summary>
    internal Secret? Token => _token.Current;

    /// <summary>One query. An index of 0 answers at once; another waits until the index moves or <see cref="ConsulOptions.BlockQueryWait"/> is over.</summary>
    /// <exception cref="ConsulException">No usable answer.</exception>
    public Task<Reading> QueryAsync(ConsulQuery dependency, ulong index, CancellationToken cancellationToken) =>
        QueryAsync(dependency, index, mayBeStale: true, cancellationToken);

    /// <summary>The same; an answer that may not be stale comes from the leader, whatever <see cref="ConsulOptions.MaxStale"/> allows.</summary>
    internal async Task<Reading> QueryAsync(ConsulQuery dependency, ulong index, bool mayBeStale, CancellationToken cancellationToken)
    {
        var stale = mayBeStale && _options.MaxStale > TimeSpan.Zero;
        var answer = await AskAsync(dependency, index, stale, cancellationToken);
        if (stale && answer.Headers.IsTooOld(_options.MaxStale))
        {
            // Without the index: the leader may have nothing newer, and waiting for that would hold back what is known already.
            answer = await AskAsync(dependency, index: 0, stale: false, cancellationToken);
        }

        return new(dependency, answer.Headers.Index, answer.Value, _timeProvider.GetUtcNow()) { IsFiltered = answer.Headers.Filtered };
    }

    /// <summary>Waits for another token than this one, which a refusal may need, at most until the delay is over.</summary>
    internal Task TokenChangesAsync(Secret? from, TimeSpan delay, CancellationToken cancellationToken) => _token.ChangesAsync(from, delay, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _agent.Dispose();

    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker disposes of the handler it is given.")]
    private static HttpMessageInvoker Connect(ConsulOptions options) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = Connection(options),

        // Longer than the longest back-off, so that a watch which waits to try again finds its connection. The few connections
        // of a short run are kept: each timer less is a thread less to start.
        PooledConnectionIdleTimeout = options.MaxConnections is null ? TimeSpan.FromMinutes(2) : Timeout.InfiniteTimeSpan,
        MaxConnectionsPerServer = options.MaxConnections ?? int.MaxValue,
    });

    private static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Connection(ConsulOptions options) =>
        options.Socket is { } socket ? (_, _) => new(AgentConnection.OpenSocket(socket))
        : options.Address.Scheme == Uri.UriSchemeHttps ? (options.Tls ?? new AgentTls(new TlsOptions())).OpenAsync
        : AgentConnection.OpenAsync;

    private async Task<Answer> AskAsync(ConsulQuery dependency, ulong index, bool stale, CancellationToken cancellationToken)
    {
        var limit = index == 0 ? Grace : (Wait * 17 / 16) + Grace;
        using var deadline = new CancellationTokenSource(limit, _timeProvider);
        using var cancellation = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        using var request = new HttpRequestMessage(HttpMethod.Get, _address.Of(dependency.RequestPath, index, stale));
        var token = _token.Current;
        AddHeaders(request, token);
        try
        {
            using var response = await SendAsync(request, deadline.Token);
            return await ReadAsync(dependency, response, token, deadline.Token);
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested ? Failure.TimedOut(limit, exception) : Failure.Unreachable(exception);
        }
    }

    private void AddHeaders(HttpRequestMessage request, Secret? secret)
    {
        if (secret?.Reveal() is { Length: > 0 } token)
        {
            // The platform would send a line end as it is, and with it whatever follows as headers.
            if (token.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw Failure.BadToken();
            }

            request.Headers.TryAddWithoutValidation("X-Consul-Token", token);
        }

        if (_authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _agent.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failure.Unreachable(exception);
        }
    }

    private async Task<Answer> ReadAsync(ConsulQuery dependency, HttpResponseMessage response, Secret? token, CancellationToken cancellationToken)
    {
        var headers = AnswerHeaders.Of(response.Headers);
        try
        {
            if (response.StatusCode == HttpStatusCode.OK)
            {
                using var body = await AnswerBody.ReadAsync(response.Content, LongestBody, cancellationToken);
                return new(headers, Parse(dependency, body.Bytes));
            }

            using var start = await AnswerBody.ReadStartAsync(response.Content, cancellationToken);

            // A 404 of some other server on that port must not pass for a key that does not exist.
            var isConsuls = headers.HasIndex || start.Bytes.IsEmpty;
            return response.StatusCode == HttpStatusCode.NotFound && isConsuls && dependency.AnswersNotFound(out var value)
                ? new(headers, value)
                : response.StatusCode == HttpStatusCode.NotFound && dependency.KnownTo is { } known ? throw Failure.Unknown(known)
                : throw Failure.Status(response, start.Bytes, token, _options.Password);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failure.Broken("the answer was cut off", exception);
        }
        catch (InvalidDataException exception)
        {
            throw Failure.Broken(exception.Message, exception);
        }
    }

    private static object? Parse(ConsulQuery dependency, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var value = dependency.Parse(ref reader);

            // Throws when something follows the JSON.
            reader.Read();
            return value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws for text that is not Unicode.
            throw Failure.Broken("the answer is not Consul's JSON", exception);
        }
    }

    private readonly record struct Answer(AnswerHeaders Headers, object? Value);
}
