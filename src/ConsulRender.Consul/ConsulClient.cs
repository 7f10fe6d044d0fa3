using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ConsulRender.Consul.Transport;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul;

/// <summary>Asks one agent; holds the connections, knows nothing of watching. Owned by whoever made it.</summary>
public sealed class ConsulClient : IDisposable
{
    // More than any sane catalog; what goes beyond is not an answer of Consul's.
    private const int LongestBody = 256 << 20;

    // The answer must travel, and a lagging server may need a while before it starts to wait.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly QueryAddress _address;
    private readonly ConsulOptions _options;
    private readonly AgentToken _token;
    private readonly string? _authorization;
    private readonly TimeProvider _timeProvider;
    private long _lastAnswer;
    private int _crowdings;
    private readonly SharedValues _shared = new();

    /// <summary>A client of the agent in the options; the handler is for tests that script an agent.</summary>
    public ConsulClient(ConsulOptions options, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        _options = options;
        _timeProvider = timeProvider;
        _address = new QueryAddress(options);
        _token = new AgentToken(options, timeProvider);
        _authorization = options.UserName is { } user ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password?.Reveal()}"))}" : null;
        Lanes = new Lanes(options, timeProvider, handler);
        if (options is { IsShortRun: false, Retry.Attempts: > 0 })
        {
            options.Warn?.Invoke($"{options.SettingsKey}.retry.attempts and {options.SettingsKey}.retry.enabled have an effect only with -once; a daemon asks for ever");
        }
    }

    /// <summary>The name by which templates ask this agent; null for the one that they ask without a name.</summary>
    internal string? Agent => _options.Agent;

    /// <summary>Where the agent is, and where in it questions are asked that do not say so themselves.</summary>
    internal string Place => string.Join(' ', new[]
    {
        _options.Socket ?? _options.Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        _options.Namespace,
        _options.Partition,
    }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>How long the agent may hold a query with an index.</summary>
    internal TimeSpan Wait => _address.Wait;

    /// <summary>The most connections that may be open at once.</summary>
    internal int MaxConnections => _options.MaxConnections;

    /// <summary>How often the agent has refused a connection because there were too many.</summary>
    internal int Crowdings => Volatile.Read(ref _crowdings);

    /// <summary>Whether questions that do not say so themselves are asked in a namespace or a partition.</summary>
    internal bool HasTenancy => _address.HasTenancy;

    /// <summary>What is done after failures.</summary>
    internal RetryOptions Retry => _options.Retry;

    /// <summary>The connections.</summary>
    internal Lanes Lanes { get; }

    /// <summary>The token that the next query sends.</summary>
    internal Secret? Token => _token.Current;

    /// <summary>One query. An index of 0 answers at once; another waits until the index moves or <see cref="ConsulOptions.BlockQueryWait"/> is over.</summary>
    /// <exception cref="ConsulException">No usable answer.</exception>
    public Task<Reading> QueryAsync(ConsulQuery dependency, ulong index, CancellationToken cancellationToken) =>
        QueryAsync(dependency, new Ask { Index = index }, cancellationToken);

    /// <summary>The same, saying more about how.</summary>
    internal async Task<Reading> QueryAsync(ConsulQuery dependency, Ask ask, CancellationToken cancellationToken)
    {
        // Without stale answers it is the leader who is asked; the first time a certain one.
        var sent = ask.From == Source.Follower && _options.MaxStale <= TimeSpan.Zero ? ask with { From = ask.Index == 0 ? Source.CertainLeader : Source.Leader } : ask;
        var answer = await AskAsync(dependency, sent, cancellationToken);
        if (sent.From == Source.Follower && answer.Headers.IsTooOld(_options.MaxStale))
        {
            // Without the index: the leader may have nothing newer, and waiting for that would hold back what is known already.
            answer = await AskAsync(dependency, sent with { Index = 0, From = Source.CertainLeader }, cancellationToken);
        }

        return new(dependency, answer.Headers.Index, answer.Value, _timeProvider.GetUtcNow()) { IsFiltered = answer.Headers.Filtered };
    }

    /// <summary>Waits for another token than this one, which a refusal may need, at most until the delay is over.</summary>
    internal Task TokenChangesAsync(Secret? from, TimeSpan delay, CancellationToken cancellationToken) => _token.ChangesAsync(from, delay, cancellationToken);

    /// <summary>How long the agent may hold a question with an index, Consul's own sixteenth included.</summary>
    /// <param name="wait">What it is asked for; null is <see cref="ConsulOptions.BlockQueryWait"/>.</param>
    internal TimeSpan LongestHold(TimeSpan? wait) => QueryAddress.Cut(wait ?? Wait) * 17 / 16;

    /// <inheritdoc/>
    public void Dispose() => Lanes.Dispose();

    private async Task<Answer> AskAsync(ConsulQuery dependency, Ask ask, CancellationToken cancellationToken)
    {
        var limit = ask.Index == 0 ? Grace : LongestHold(ask.Wait) + Grace;
        using var deadline = new CancellationTokenSource(limit, _timeProvider);
        using var cancellation = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var token = _token.Current;
        var sent = _timeProvider.GetTimestamp();
        try
        {
            using var response = await SendAsync(dependency, ask, token, deadline.Token);
            Lanes.Note(response.Version);
            Volatile.Write(ref _lastAnswer, _timeProvider.GetTimestamp());
            return await ReadAsync(dependency, response, token, deadline.Token);
        }
        catch (ConsulException exception) when (IsCrowded(exception, sent))
        {
            Interlocked.Increment(ref _crowdings);
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            var failure = Failure.Unreachable(exception, _options.SettingsKey);
            _ = IsCrowded(failure, sent) ? Interlocked.Increment(ref _crowdings) : 0;
            throw failure;
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw deadline.IsCancellationRequested ? Failure.TimedOut(limit, exception) : Failure.Unreachable(exception, _options.SettingsKey);
        }
    }

    // An agent that goes away closes connections too, but mostly such as have waited long; one that is crowded closes new ones and goes on answering others.
    private bool IsCrowded(ConsulException exception, long sent) =>
        exception.MayBeCrowded && IsJustNow(sent) && IsJustNow(Volatile.Read(ref _lastAnswer));

    private bool IsJustNow(long time) => _timeProvider.GetElapsedTime(time) < TimeSpan.FromSeconds(1);

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

    private async Task<HttpResponseMessage> SendAsync(ConsulQuery dependency, Ask ask, Secret? token, CancellationToken cancellationToken)
    {
        try
        {
            return await SendOnceAsync(dependency, ask, token, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.HttpProtocolError || exception.GetBaseException() is ObjectDisposedException)
        {
            // A stream of HTTP/2 that the agent reset, for a count of streams that lagged behind ours or because it renews its connection; or a
            // connection of HTTP/2 that was closed while it was being set up, of which .NET does not say why.
            return await SendOnceAsync(dependency, ask, token, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ConsulQuery dependency, Ask ask, Secret? token, CancellationToken cancellationToken)
    {
        var body = dependency.Body;
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Put, _address.Of(dependency.RequestPath, ask))
        {
            Version = Lanes.Version,
            Content = body is null ? null : new ByteArrayContent(body),
        };
        AddHeaders(request, token);
        return await (ask.Lane ?? Lanes.First).SendAsync(request, cancellationToken);
    }

    private async Task<Answer> ReadAsync(ConsulQuery dependency, HttpResponseMessage response, Secret? token, CancellationToken cancellationToken)
    {
        var headers = AnswerHeaders.Of(response.Headers);
        try
        {
            if (response.StatusCode == HttpStatusCode.OK && dependency is StreamedQuery streamed)
            {
                return new(headers, await AnswerTokens.ReadAsync(streamed, response.Content, LongestBody, cancellationToken));
            }

            if (response.StatusCode == HttpStatusCode.OK || (response.StatusCode == HttpStatusCode.Conflict && dependency.AnswersConflict))
            {
                using var body = await AnswerBody.ReadAsync(response.Content, LongestBody, cancellationToken);
                return new(headers, Parse(dependency, body.Bytes));
            }

            using var start = await AnswerBody.ReadStartAsync(response.Content, cancellationToken);

            // A 404 of some other server on that port, or of a proxy before it, must not pass for a key that does not exist.
            return response.StatusCode == HttpStatusCode.NotFound && headers.IsConsuls && dependency.AnswersNotFound(out var value)
                ? new(headers, value)
                : response.StatusCode == HttpStatusCode.NotFound && dependency.KnownTo is { } known ? throw Failure.Unknown(known)
                : throw Failure.Status(response, start.Bytes, token, _options.Password);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            throw Failure.Broken("the answer was cut off", exception);
        }
        catch (InvalidDataException exception)
        {
            throw Failure.Broken(exception.Message, exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws for text that is not Unicode.
            throw Failure.Broken("the answer is not Consul's JSON", exception);
        }
    }

    private object? Parse(ConsulQuery dependency, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var value = dependency.Parse(ref reader, _shared);

        // Throws when something follows the JSON.
        reader.Read();
        return value;
    }

    private readonly record struct Answer(AnswerHeaders Headers, object? Value);
}
