using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A URL in its parts, as the filter <c>url_parse</c> gives it; what is not there is empty, and the port nil.</summary>
internal sealed class UrlValue(string url) : RecordValue
{
    private static readonly string[] Names = ["fragment", "host", "path", "port", "query", "scheme", "user"];

    internal override string Kind => "a URL";

    internal override IReadOnlyList<string> MemberNames => Names;

    internal required string Scheme { get; init; }

    /// <summary>What stands before the @, perhaps with a password.</summary>
    internal required string User { get; init; }

    /// <summary>A name or an address, without the brackets of an IPv6 address.</summary>
    internal required string Host { get; init; }

    internal required int? Port { get; init; }

    internal required string Path { get; init; }

    internal required string Query { get; init; }

    internal required string Fragment { get; init; }

    public override object ToObjectValue() => url;

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "port" => Port is { } port ? Numbers.Of(port) : NilValue.Instance,
        _ => Text(looseName) is { } text ? StringValue.Create(text) : null,
    };

    private string? Text(string looseName) => looseName switch
    {
        "fragment" => Fragment,
        "host" => Host,
        "path" => Path,
        "query" => Query,
        "scheme" => Scheme,
        "user" => User,
        _ => null,
    };
}
