using System.Globalization;
using ConsulRender.Templating.Filters.Addresses;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Filters on URLs beside Liquid's <c>url_encode</c> and <c>url_decode</c>, which are for queries.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc3986"/>
internal static class UrlFilters
{
    internal static IReadOnlyList<string> Names => ["url_parse", "url_path_encode"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "url_parse" => new((input, _, _) => Parse(PlainText.Of(input)), 0, 0),
        "url_path_encode" => new((input, _, _) => StringValue.Create(Uri.EscapeDataString(PlainText.Of(input))), 0, 0),
        _ => null,
    };

    // Only taken apart: nothing is decoded, completed or changed to lower case.
    private static UrlValue Parse(string text)
    {
        var (beforeFragment, fragment) = Cut(text, '#');
        var (beforeQuery, query) = Cut(beforeFragment, '?');
        var colon = beforeQuery.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0 || !IsScheme(beforeQuery[..colon]) || text.Any(character => char.IsControl(character) || character == ' '))
        {
            throw NoUrl(text);
        }

        var rest = beforeQuery[(colon + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var at = authority.LastIndexOf('@');
        var (host, port) = HostAndPort(authority[(at + 1)..], text);
        return new UrlValue(text)
        {
            Scheme = beforeQuery[..colon],
            User = at < 0 ? "" : authority[..at],
            Host = host,
            Port = port,
            Path = slash < 0 ? "" : rest[slash..],
            Query = query,
            Fragment = fragment,
        };
    }

    private static (string Host, int? Port) HostAndPort(string text, string url)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        var (host, rest) = end < 0 || end > text.Length ? (text, "") : (text[..end], text[end..]);
        if (host.StartsWith('['))
        {
            host = host[1..Math.Max(1, host.Length - 1)];
            _ = IpAddress.TryParse(host) is { IsIPv6: true } ? host : throw NoUrl(url);
        }

        var digits = rest.StartsWith(':') ? rest[1..] : rest;
        if (rest.Length == 0 || digits.Length == 0)
        {
            return (host, null);
        }

        return rest[0] == ':' && digits.All(char.IsAsciiDigit)
            && ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (host, port)
            : throw NoUrl(url);
    }

    private static bool IsScheme(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '.');

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }

    // The password of a URL is not for messages.
    private static FormatException NoUrl(string text) => new(
        text.Contains('@', StringComparison.Ordinal)
            ? "the text is not a URL such as https://name:443/path"
            : $"{PlainText.Quoted(text)} is not a URL such as https://name:443/path");
}
