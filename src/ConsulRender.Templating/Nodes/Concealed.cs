using System.Text;
using ConsulRender.Consul;

namespace ConsulRender.Templating.Nodes;

/// <summary>The secrets that one render read, so that no message shows a piece of them; owned by the render.</summary>
internal sealed class Concealed
{
    // Shorter pieces give nothing away, and words of messages would be found in them.
    private const int ShortestPiece = 8;

    private readonly List<string> _secrets = [];

    internal void Add(Secret secret)
    {
        if (!_secrets.Contains(secret.Reveal()))
        {
            _secrets.Add(secret.Reveal());
        }
    }

    /// <summary>The message with <c>***</c> for each piece of a secret.</summary>
    internal string Mask(string message)
    {
        foreach (var secret in _secrets)
        {
            message = Mask(message, secret);
        }

        return message;
    }

    private static string Mask(string message, string secret)
    {
        StringBuilder? masked = null;
        var start = 0;
        for (var at = 0; at + ShortestPiece <= message.Length;)
        {
            var length = PieceLength(message.AsSpan(at), secret);
            if (length == 0)
            {
                at++;
                continue;
            }

            (masked ??= new()).Append(message, start, at - start).Append("***");
            start = at += length;
        }

        return masked?.Append(message, start, message.Length - start).ToString() ?? message;
    }

    private static int PieceLength(ReadOnlySpan<char> message, string secret)
    {
        var length = ShortestPiece;
        if (!secret.AsSpan().Contains(message[..length], StringComparison.Ordinal))
        {
            return 0;
        }

        while (length < message.Length && secret.AsSpan().Contains(message[..(length + 1)], StringComparison.Ordinal))
        {
            length++;
        }

        return length;
    }
}
