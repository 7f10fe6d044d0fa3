using System.Net.Sockets;
using System.Text;
using ConsulRender.Tests.Consul;

namespace ConsulRender.Tests.Faults;

/// <summary>Every way in which the wire to an agent is known to break, each with a sentence for a name.</summary>
internal static class WireFaults
{
    private const string Closed = "connection closed without an answer";
    private const string Cut = "the answer was cut off";
    private const string NotHttp = "the answer is not HTTP";
    private const string NotJson = "the answer is not Consul's JSON";
    private const string TooLong = "the headers of the answer are too long";
    private const string NoAnswer = "no answer within ";

    // Written before a question is read; the line ends are Consul's.
    private const string Crowded =
        "HTTP/1.1 429 Too Many Requests\nContent-Type: text/plain\nConnection: close\n\nYour IP is issuing too many concurrent connections, please rate limit your calls\n";

    internal static IReadOnlyList<WireFault> All { get; } = [.. Connections(), .. Bytes(), .. Bodies(), .. Statuses(), .. Headers(), .. Manners()];

    private static IEnumerable<WireFault> Connections() =>
    [
        new("nobody listens on the port", exchange => Task.FromResult(exchange.Reset())) { ClosesPort = true, Reason = "connection " },
        new("each connection is accepted and reset", exchange => Task.FromResult(exchange.Reset())) { Greet = LoopbackAgent.Reset, Reason = "connection " },
        new("each connection is accepted and closed", _ => Task.FromResult(false)) { Greet = connection => connection.Close(), Reason = "connection " },
        new("each connection is accepted and nothing is answered", exchange => exchange.HangAsync()) { IsSlow = true, Reason = NoAnswer },
        new("each connection is closed before the headers", exchange => exchange.SendAndCloseAsync("")) { Reason = Closed },
        new("each connection is reset before the headers", exchange => Task.FromResult(exchange.Reset())) { Reason = "connection " },
        new("each connection is one too many and told so before a question", exchange => exchange.SendAndCloseAsync(Crowded))
        {
            Greet = connection => SayAndClose(connection, Crowded),
            Reason = "",
        },
    ];

    private static IEnumerable<WireFault> Bytes() =>
    [
        Sends("the headers are cut", "HTTP/1.1 200 OK\r\nX-Cons", Closed),
        new("the headers come and then nothing", exchange => exchange.HangAsync("HTTP/1.1 200 OK\r\nX-Consul-Index: 9\r\n")) { IsSlow = true, Reason = NoAnswer },
        new("the body is announced and never comes", exchange => exchange.HangAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) { IsSlow = true, Reason = NoAnswer },
        new("an error is announced whose text never comes", exchange => exchange.HangAsync("HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n")) { IsSlow = true, Reason = NoAnswer },
        Sends("the body is cut", "HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nContent-Length: 900\r\n\r\n[{\"Key\":\"a\",", Cut),
        Sends("a body without a length is cut", "HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nConnection: close\r\n\r\n[{\"Key\":\"a\",", NotJson),
        Sends("a chunk is cut", "HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[{\"K\r\nff\r\ney", Cut),
        Sends("the last chunk does not come", "HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n", Cut),
        Sends("the length of a chunk is no number", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n[]\r\n0\r\n\r\n", Cut),
        Sends("the length is no number", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}", ""),
        Sends("there are two lengths that differ", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 900\r\n\r\n{}", ""),
        Sends("more comes than announced", "HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nContent-Length: 2\r\n\r\n{}[{\"Key\":\"a\",\"Value\":\"OTk=\"}]", NotJson),
        Sends("the body is said to be a terabyte", "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n[", "the answer is longer than 256 MiB"),
        new("the body has no end", exchange => exchange.SendWithoutEndAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n")) { IsSlow = true, Reason = NoAnswer },
        new("the text of an error has no end", exchange => exchange.SendWithoutEndAsync("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n", $"10000\r\n{new string('x', 1 << 16)}\r\n"))
        {
            Reason = "HTTP 500: xxx",
        },
        new("the headers have no end", exchange => exchange.SendWithoutEndAsync("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n")) { Reason = TooLong },
        new("a header has no end", exchange => exchange.SendWithoutEndAsync("HTTP/1.1 200 OK\r\nX-More: ", "and more ")) { Reason = TooLong },
        new("it says to continue without end", exchange => exchange.SendWithoutEndAsync("", "HTTP/1.1 100 Continue\r\n\r\n")) { Reason = TooLong },
        Sends("another server answers", "SSH-2.0-OpenSSH_9.2\r\n\r\n", NotHttp),
        Sends("bytes without meaning come", "\0\u0001\u00ff\u00fe\r\n\r\n\0\0", NotHttp),
        Sends("TLS is answered to plain text", "\u0015\u0003\u0001\0\u0002\u0002\u0016", ""),
        Sends("the status is no number", "HTTP/1.1 OK\r\n\r\n", NotHttp),
        Sends("a header is no header", "HTTP/1.1 200 OK\r\nno header here\r\nContent-Length: 2\r\n\r\n{}", NotHttp),
        new("the headers come a byte a second", exchange => exchange.DripAsync("HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nContent-Length: 2\r\n\r\n{}")) { IsSlow = true, Reason = NoAnswer },
        new("the body comes a byte a second", async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nContent-Length: 900\r\n\r\n");
            return await exchange.DripAsync(new string(' ', 900));
        }) { IsSlow = true, Reason = NoAnswer },
    ];

    private static IEnumerable<WireFault> Bodies() =>
    [
        Body("the body is empty", "", NotJson),
        Body("the body is null", "null", NotJson),
        Body("the body is an object instead of a list", "{}", NotJson),
        Body("the body is a list of the wrong things", "[1, true, \"a\"]", NotJson),
        Body("the body is an empty list", "[]", NotJson),
        Body("the body is a list of something else", "[{\"error\":\"too much to do\"}]", NotJson),
        Body("the body is a list of nothing", "[null]", NotJson),
        Body("the body has a key without a value", "[{\"Key\":\"a\"}]", NotJson),
        Body("the body has a value of the wrong kind", "[{\"Key\":\"a\",\"Value\":7}]", NotJson),
        Body("the body has a value that is not base64", "[{\"Key\":\"a\",\"Value\":\"%%%\"}]", NotJson),
        Body("the body is a page", "<!DOCTYPE html><html><body>It works!</body></html>", NotJson),
        Body("the body is JSON that breaks off", "[{\"Key\":\"a\",\"Value\":\"OTk=\"", NotJson),
        Body("the body is JSON and then something", "[{\"Key\":\"a\",\"Value\":\"OTk=\"}] and more", NotJson),
        Body("the body is nested without end", new string('[', 100_000), NotJson),
        Body("the body is not UTF-8", "[{\"Key\":\"\u00ff\u00fe\",\"Value\":\"OTk=\"}]\u00ff", NotJson),
        Body("the body is garbage", "\0\u0001\u0002\u00ff", NotJson),
    ];

    private static IEnumerable<WireFault> Statuses() =>
    [
        Status(500, "No cluster leader"),
        Status(500, "rpc error making call: EOF"),
        Status(500, "rpc error getting client: failed to get conn: dial tcp 127.0.0.1:0->10.0.0.1:8300: connect: connection refused"),
        Status(500, "No path to datacenter"),
        Status(500, "rpc error making call: rpc error making call: Raft leader not found in server lookup mapping"),
        Status(500, ""),
        Status(502, "<html><h1>502 Bad Gateway</h1></html>"),
        Status(503, "upstream connect error or disconnect/reset before headers"),
        Status(504, ""),
        Status(429, "Your IP is issuing too many concurrent connections, please rate limit your calls"),
        Status(429, "rate limit exceeded, try again later or against a different server"),
        Status(429, ""),
        Status(301, "", "Location: /ui/\r\n", "redirects to /ui/, which is not followed"),
        Status(302, "", "Location: https://login.example.com/\r\n", "redirects to https://login.example.com/, which is not followed"),
        Status(307, "", reason: "redirects to nowhere, which is not followed"),
        Status(403, "ACL not found"),
        Status(403, "Permission denied"),
        Status(500, "rpc error making call: ACL not found"),
        Status(401, "Unauthorized"),
        Status(400, "Missing node name"),
        Status(404, "<h1>Not here</h1>"),
        Status(404, ""),
        Sends("a 404 is cut", "HTTP/1.1 404 Not Found\r\nContent-Length: 90\r\n\r\n", "HTTP 404: Not Found"),
        Sends("a 429 is cut", "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 900\r\n\r\nYour IP is", "HTTP 429: Your IP is"),
        Status(204, ""),
        Status(206, "[{\"Key\":\"a\",\"Value\":\"OTk=\"}]"),
    ];

    private static IEnumerable<WireFault> Headers() =>
    [
        Index("missing", null),
        Index("0", "0"),
        Index("backwards each time", "1"),
        Index("negative", "-5"),
        Index("no number", "garbage"),
        Index("the largest there is", "18446744073709551615"),
        Index("larger than any", "99999999999999999999999999"),
        Index("empty", ""),
        Header("the agent knows no leader", "X-Consul-KnownLeader", "false"),
        Header("whether there is a leader is garbage", "X-Consul-KnownLeader", "maybe"),
        Header("the last contact to the leader was long ago", "X-Consul-LastContact", "86400000"),
        Header("the last contact to the leader was longer ago than there is time", "X-Consul-LastContact", "18446744073709551615"),
        Header("the last contact to the leader is garbage", "X-Consul-LastContact", "yesterday"),
        Header("the body is said to be packed", "Content-Encoding", "gzip"),
    ];

    private static IEnumerable<WireFault> Manners() =>
    [
        new("every question is answered at once with the same index", exchange => exchange.AnswerAsync(atOnce: true)),
        new("every question is answered at once with another index", exchange =>
            exchange.AnswerAsync(headers => headers["X-Consul-Index"] = $"{TimeProvider.System.GetTimestamp()}", atOnce: true)),
        new("the answers are HTTP/1.0", exchange => exchange.AnswerAsync(version: "1.0")),
        new("the connection is closed after each answer without a word", async exchange => await exchange.AnswerAsync() && false),
        new("the connection is closed after each answer with notice", async exchange => await exchange.AnswerAsync(headers => headers["Connection"] = "close") && false),
        new("the names of headers are small and one is repeated", exchange => exchange.AnswerAsync(headers =>
        {
            headers["x-consul-index"] = headers["X-Consul-Index"];
            headers["X-Filler"] = new string('x', 8000);
            headers.Remove("X-Consul-Index");
        })),
    ];

    private static WireFault Sends(string name, string text, string reason) => new(name, exchange => exchange.SendAndCloseAsync(text)) { Reason = reason };

    private static WireFault Body(string name, string body, string reason) => new(name, async exchange =>
    {
        await exchange.SendAsync($"HTTP/1.1 200 OK\r\nX-Consul-Index: 99\r\nX-Consul-KnownLeader: true\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        return true;
    })
    { Reason = reason };

    private static WireFault Status(int status, string body, string headers = "", string? reason = null) => new($"status {status} {(body.Length > 0 ? body : reason ?? "without a word")}", async exchange =>
    {
        await exchange.SendAsync($"HTTP/1.1 {status} Hm\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}");
        return true;
    })
    { Reason = $"HTTP {status}: {reason ?? (body.Length > 0 ? body : "Hm")}" };

    private static WireFault Index(string name, string? index) => new($"the index is {name}", exchange => exchange.AnswerAsync(
        headers =>
        {
            headers.Remove("X-Consul-Index");
            if (index is not null)
            {
                headers["X-Consul-Index"] = index;
            }
        },
        atOnce: true));

    private static WireFault Header(string sentence, string name, string value) => new(sentence, exchange => exchange.AnswerAsync(headers => headers[name] = value));

    private static void SayAndClose(Socket connection, string text)
    {
        connection.Send(Encoding.ASCII.GetBytes(text));
        connection.Close();
    }
}
