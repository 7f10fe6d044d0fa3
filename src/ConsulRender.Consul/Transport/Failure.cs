using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ConsulRender.Consul.Transport;

/// <summary>Turns what can go wrong with a query into a <see cref="ConsulException"/> of the right kind with one line for people.</summary>
internal static class Failure
{
    private const int LongestText = 200;

    /// <summary>A request that got no answer.</summary>
    internal static ConsulException Unreachable(Exception exception, string settingsKey = "consul") =>
        Tls(exception, settingsKey) is { } refusal
            ? new(ConsulFailure.Refused, refusal, exception)
            : new(ConsulFailure.Unreachable, Reason(exception), exception)
            {
                MayBeCrowded = IsClosed(exception),
                IsDisconnected = IsClosed(exception) || exception.GetBaseException() is SocketException,
            };

    /// <summary>A request whose answer did not come in time.</summary>
    internal static ConsulException TimedOut(TimeSpan limit, Exception exception) =>
        new(ConsulFailure.Unreachable, $"no answer within {limit.TotalSeconds:0.#} s", exception);

    /// <summary>An answer that is not Consul's or was cut off.</summary>
    internal static ConsulException Broken(string what, Exception? exception = null) => new(ConsulFailure.Broken, what, exception);

    /// <summary>A question that a short run asks no more.</summary>
    internal static ConsulException GivenUp(ConsulException last, int tries) =>
        new(last.Failure, string.Create(CultureInfo.InvariantCulture, $"gave up after {tries} {(tries == 1 ? "attempt" : "attempts")}: {last.Message}"), last, isGivenUp: true);

    /// <summary>A token that cannot be sent, mostly because of the line end of the file it was read from.</summary>
    internal static ConsulException BadToken() =>
        new(ConsulFailure.Refused, "the token holds a character that no HTTP header can carry, such as a line end");

    /// <summary>A 404 to a question that not every Consul knows.</summary>
    internal static ConsulException Unknown(string knownTo) =>
        new(ConsulFailure.Refused, $"HTTP 404: Not Found; this Consul does not know the question, which is for {knownTo}");

    /// <summary>An answer that is not 200; the text is the beginning of its body.</summary>
    internal static ConsulException Status(HttpResponseMessage response, ReadOnlySpan<byte> body, params ReadOnlySpan<Secret?> secrets)
    {
        var status = (int)response.StatusCode;
        var text = OneLine(Encoding.UTF8.GetString(body));
        var said = status is >= 300 and < 400 ? $"redirects to {response.Headers.Location?.OriginalString ?? "nowhere"}, which is not followed"
            : text.Length > 0 ? text
            : OneLine(response.ReasonPhrase ?? "");
        foreach (var secret in secrets)
        {
            said = secret?.HideIn(said) ?? said;
        }

        if (status == 400 && said.Contains("HTTP request to an HTTPS server", StringComparison.OrdinalIgnoreCase))
        {
            said = "the agent's port speaks TLS; write https:// into the address";
        }

        return new(Kind(status, text), said.Length > 0 ? $"HTTP {status}: {said}" : $"HTTP {status}")
        {
            MayBeCrowded = status == 429 && text.Contains("concurrent connections", StringComparison.OrdinalIgnoreCase),
        };
    }

    // Consul before 1.9 closes a connection that is one too many without a word; later ones try to say 429, but not within TLS.
    private static bool IsClosed(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
        || exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } or ConnectionClosedException;

    // Neither a wrong certificate nor a wrong port mends itself, and whoever runs once must not wait for that.
    private static string? Tls(Exception exception, string settingsKey)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is TlsException)
            {
                return OneLine(inner.Message);
            }

            // With TLS 1.3 the agent judges our certificate after the handshake, so the first answer may be an alert.
            if (inner.InnerException is null && TlsFailure.Alert(inner.Message, settingsKey) is { } alert)
            {
                return alert;
            }
        }

        return null;
    }

    private static ConsulFailure Kind(int status, string text) => status switch
    {
        400 or 401 or 403 => ConsulFailure.Refused,
        429 => ConsulFailure.Busy,

        // A redirect is Consul's answer to a key with "//" or ".." in it, or a proxy's to the wrong address; neither mends itself.
        >= 300 and < 400 => ConsulFailure.Refused,

        // A prepared query that does not exist.
        404 when text == "Query not found" => ConsulFailure.Refused,

        // An expression or a kind that Consul does not understand stays like that.
        500 when IsMistake(text) => ConsulFailure.Refused,

        // Some versions pass a server's refusal on as a 500.
        500 when IsRefusal(text) => ConsulFailure.Refused,
        _ => ConsulFailure.Broken,
    };

    private static bool IsMistake(string text) =>
        text.StartsWith("Failed to create boolean expression evaluator", StringComparison.Ordinal)
        || text.StartsWith("invalid config entry kind", StringComparison.Ordinal);

    private static bool IsRefusal(string text) =>
        text.Contains("ACL not found", StringComparison.OrdinalIgnoreCase) || text.Contains("Permission denied", StringComparison.OrdinalIgnoreCase);

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name of the agent's host cannot be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS connection: " + OneLine(exception.GetBaseException().Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "connection closed without an answer",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "the answer is not HTTP",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "the headers of the answer are too long",
        OperationCanceledException => "connection timed out",
        _ => exception.GetBaseException() is SocketException socket ? Reason(socket) : OneLine(exception.GetBaseException().Message),
    };

    private static string Reason(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        // .NET throws the last one raw when the agent closes a connection in the moment of its making.
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected => "connection reset",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.TimedOut => "connection timed out",
        _ => OneLine(socket.Message),
    };

    /// <summary>The first line that says something, without control characters and of bounded length.</summary>
    private static string OneLine(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.Length > 0)
            {
                var bounded = trimmed.Length > LongestText ? string.Concat(trimmed[..LongestText], "...") : trimmed.ToString();
                return string.Create(bounded.Length, bounded, static (span, source) =>
                {
                    for (var index = 0; index < span.Length; index++)
                    {
                        span[index] = char.IsControl(source[index]) ? '?' : source[index];
                    }
                });
            }
        }

        return "";
    }
}
