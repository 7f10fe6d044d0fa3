using System.Text;
using System.Text.Json;

namespace ConsulRender.Consul.Fixtures;

/// <summary>The bytes of a fixture file and the way from a byte to <c>file:line:column</c>; immutable.</summary>
internal sealed class FixtureText(string path, byte[] bytes)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The JSON.</summary>
    internal ReadOnlySpan<byte> Json => bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsSpan(ByteOrderMark.Length) : bytes;

    /// <summary>A complaint about what starts at an offset.</summary>
    internal FixtureException Fail(long offset, string message)
    {
        var before = Json[..(int)Math.Min(offset, Json.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return At(before.Count((byte)'\n') + 1, before[lineStart..], message);
    }

    /// <summary>A complaint about JSON that is not well-formed.</summary>
    internal FixtureException Fail(JsonException exception)
    {
        var line = (int)(exception.LineNumber ?? 0);
        var rest = Json;
        for (var skipped = 0; skipped < line && rest.IndexOf((byte)'\n') is >= 0 and var end; skipped++)
        {
            rest = rest[(end + 1)..];
        }

        // The framework appends the position in its own words; ours stands in front already.
        var message = exception.Message;
        var end2 = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return At(line + 1, rest[..(int)Math.Min(exception.BytePositionInLine ?? 0, rest.Length)], (end2 < 0 ? message : message[..end2]).TrimEnd('.', ' ') + "; mend the JSON");
    }

    private FixtureException At(int line, ReadOnlySpan<byte> before, string message) =>
        new($"{path}:{line}:{Encoding.UTF8.GetString(before).EnumerateRunes().Count() + 1}: {message}");
}
