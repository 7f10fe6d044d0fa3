using System.Net;
using System.Text;
using ConsulRender.Tests.Consul;

namespace ConsulRender.Tests.Faults;

/// <summary>One question on a <see cref="FaultyWire"/> and all that can be done with it; true from a method keeps the connection.</summary>
internal sealed class WireExchange(LoopbackRequest request, HttpMessageInvoker agent, TimeProvider timeProvider)
{
    /// <summary>The agent's own answer, when it is ready, with the headers and in the version of HTTP that a fault wants.</summary>
    internal async Task<bool> AnswerAsync(Action<IDictionary<string, string>>? change = null, string version = "1.1", bool atOnce = false)
    {
        using var answer = await AskAsync(atOnce);
        var headers = answer.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value));
        change?.Invoke(headers);
        var body = await answer.Content.ReadAsByteArrayAsync(request.Stopping);
        var head = new StringBuilder($"HTTP/{version} {(int)answer.StatusCode} {answer.StatusCode}\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        await SendAsync(head.Append("Content-Length: ").Append(body.Length).Append("\r\n\r\n").ToString());
        await SendAsync(body);
        return version != "1.0";
    }

    /// <summary>Sends a text of the fault's own.</summary>
    internal Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The same, and then nothing more: the connection ends.</summary>
    internal async Task<bool> SendAndCloseAsync(string text)
    {
        await SendAsync(text);
        return false;
    }

    /// <summary>Sends a text, and then the same piece again and again until the other end has had enough.</summary>
    internal async Task<bool> SendWithoutEndAsync(string text, string piece)
    {
        await SendAsync(text);
        while (true)
        {
            await SendAsync(piece);
        }
    }

    /// <summary>Sends a byte in a second of the test's clock.</summary>
    internal async Task<bool> DripAsync(string text)
    {
        foreach (var letter in text)
        {
            await SendAsync(letter.ToString());
            await Task.Delay(TimeSpan.FromSeconds(1), timeProvider, request.Stopping);
        }

        return false;
    }

    /// <summary>Sends a text, perhaps none, and never another byte.</summary>
    internal async Task<bool> HangAsync(string text = "")
    {
        await SendAsync(text);
        await Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, request.Stopping);
        return false;
    }

    /// <summary>Ends the connection in the way that loses what is under way.</summary>
    internal bool Reset()
    {
        LoopbackAgent.Reset(request.Connection);
        return false;
    }

    private async Task SendAsync(byte[] bytes) => await request.Stream.WriteAsync(bytes, request.Stopping);

    private async Task<HttpResponseMessage> AskAsync(bool atOnce)
    {
        var target = request.Head.Split(' ')[1];
        using var message = new HttpRequestMessage(HttpMethod.Get, "http://agent" + (atOnce ? target.Replace("index=", "no-index=", StringComparison.Ordinal) : target))
        {
            Version = HttpVersion.Version11,
        };
        return await agent.SendAsync(message, request.Stopping);
    }
}
