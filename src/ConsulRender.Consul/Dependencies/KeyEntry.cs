using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One entry of Consul's key/value answer while it is read; owned by the parser.</summary>
internal ref struct KeyEntry()
{
    private bool _hasValue;

    internal string Key { get; private set; } = "";

    internal string Value { get; private set; } = "";

    internal ulong Flags { get; private set; }

    internal KeyEntry Read(ref Utf8JsonReader body)
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Key"u8))
            {
                Key = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Value"u8))
            {
                Value = Decode(ref body);
                _hasValue = true;
            }
            else if (body.ValueTextEquals("Flags"u8))
            {
                Flags = ConsulJson.Number(ref body);
            }
            else
            {
                body.Skip();
            }
        }

        // Consul writes both always, so without them it is something else that is well-formed JSON.
        return _hasValue && Key.Length > 0 ? this : throw new JsonException("an entry has no key or no value");
    }

    // The value is base64 of any bytes; what is not UTF-8 becomes U+FFFD, because templates hold text. An empty value is null.
    private static string Decode(ref Utf8JsonReader body)
    {
        if (!body.Read() || body.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            throw ConsulJson.Unexpected(ref body);
        }

        if (body.TokenType == JsonTokenType.Null)
        {
            return "";
        }

        if (body.ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(body.GetBytesFromBase64());
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(body.ValueSpan.Length));
        try
        {
            return Base64.DecodeFromUtf8(body.ValueSpan, bytes, out _, out var length) == OperationStatus.Done
                ? Encoding.UTF8.GetString(bytes, 0, length)
                : throw new JsonException("a value is not base64");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
