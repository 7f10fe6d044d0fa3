using System.Text;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Base64 of text as UTF-8, with padding; reading forgives missing padding and refuses what is not text.</summary>
internal static class Base64Filters
{
    // Fluid's URL-safe pair writes no padding, where Liquid and consul-template do.
    internal static string[] Names =>
    [
        "base64_decode", "base64_encode", "base64_url_decode", "base64_url_encode", "base64_url_safe_decode", "base64_url_safe_encode",
    ];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "base64_decode" => Plain(Decode),
        "base64_encode" => Plain(Encode),
        "base64_url_decode" or "base64_url_safe_decode" => Plain(text => Decode(text.Replace('-', '+').Replace('_', '/'))),
        "base64_url_encode" or "base64_url_safe_encode" => Plain(text => Encode(text).Replace('+', '-').Replace('/', '_')),
        _ => null,
    };

    private static FilterDefinition Plain(Func<string, string> change) =>
        new((input, _, _) => StringValue.Create(change(PlainText.Of(input))), 0, 0);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Decode(string text)
    {
        var compact = string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
        var padded = compact.PadRight((compact.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
        {
            throw new FormatException($"{PlainText.Quoted(text)} is not Base64");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("what it stands for is not text in UTF-8");
        }
    }
}
