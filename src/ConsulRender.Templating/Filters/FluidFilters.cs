using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Filters;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>The filters that Fluid brings and that do what Liquid says; all of them answer at once, so nothing waits.</summary>
internal static class FluidFilters
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "format_date", "format_number", "format_string", "handle", "handleize", "hmac_sha1", "hmac_sha256", "hmac_sha256_hex", "md5", "md5sum",
        "raw", "sha1", "sha256", "sha256_hex", "time_zone", "url_decode",
    ];

    internal static FilterDefinition? Find(string name) => FindCoding(name) ?? PlatformFormats.Find(name) ?? FindOther(name);

    /// <summary>
    /// What Fluid's filters read beside their arguments. Times are UTC, and now is the time of the snapshot: the same snapshot gives the same text.
    /// </summary>
    internal static TemplateContext NewContext(Func<DateTimeOffset> now) =>
        new(new Fluid.TemplateOptions { TimeZone = TimeZoneInfo.Utc, Now = now });

    private static FilterDefinition? FindCoding(string name) => name switch
    {
        "hmac_sha1" => new(From(MiscFilters.HmacSha1), 1, 1),
        "hmac_sha256" or "hmac_sha256_hex" => new(From(MiscFilters.HmacSha256), 1, 1),
        "md5" or "md5sum" => new(From(MiscFilters.MD5), 0, 0),
        "sha1" => new(From(MiscFilters.Sha1), 0, 0),
        "sha256" or "sha256_hex" => new(From(MiscFilters.Sha256), 0, 0),
        "url_decode" => new(From(MiscFilters.UrlDecode), 0, 0),
        _ => null,
    };

    private static FilterDefinition? FindOther(string name) => name switch
    {
        "handle" or "handleize" => new(From(MiscFilters.Handleize), 0, 0),
        "raw" => new(From(MiscFilters.Raw), 0, 0),
        "time_zone" => new(InZone, 1, 1),
        _ => null,
    };

    // Fluid leaves the time as it is when it does not know the zone.
    private static FluidValue InZone(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var zone = PlainText.Of(arguments.At(0));
        return zone == "local" || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? Answer(MiscFilters.ChangeTimeZone, input, arguments, state)
            : throw new ArgumentException($"{PlainText.Quoted(zone)} is no time zone that this host knows");
    }

    /// <summary>What one of Fluid's filters answers.</summary>
    internal static FluidValue Answer(FilterDelegate filter, FluidValue input, FilterArguments arguments, RenderState state)
    {
        var answer = filter(input is NumberValue ? input : AsText(input), arguments, state.FluidContext);
        return answer.IsCompletedSuccessfully ? answer.Result : answer.AsTask().GetAwaiter().GetResult();
    }

    private static Filter From(FilterDelegate filter) => (input, arguments, state) => Answer(filter, input, arguments, state);

    // Fluid prints lists and ranges of its own way; as text they are ours.
    private static FluidValue AsText(FluidValue input) => input is ArrayValue or RangeValue ? StringValue.Create(input.ToText()) : input;
}
