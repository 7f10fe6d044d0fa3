using System.Net;
using System.Text;
using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Settings.Reading;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>One golden file: data, template and what must come out, separated by lines of ten dashes; data may be left out.</summary>
internal sealed class GoldenCase
{
    private const string Separator = "\n----------\n";

    private readonly string[] _parts;

    private GoldenCase(string[] parts) => _parts = parts;

    internal string Expected => _parts[^1];

    internal string Text => _parts[^2];

    internal string Data => _parts.Length == 3 ? _parts[0] : "{}";

    internal static GoldenCase Read(string path)
    {
        var text = File.ReadAllText(path);
        var parts = (text.EndsWith('\n') ? text[..^1] : text).Split(Separator);
        Assert.True(parts.Length is 2 or 3, $"{path} needs one or two lines of ten dashes");
        return new GoldenCase(parts);
    }

    internal void Write(string path, string actual) => File.WriteAllText(path, string.Join(Separator, [.. _parts[..^1], actual]) + "\n");

    /// <summary>The text with a line for each failed assert, or a line for each error, or a line for each missing dependency.</summary>
    internal string Run() => Run(Data, Text);

    internal static string Run(string data, string text)
    {
        using var json = JsonDocument.Parse(data);
        try
        {
            var template = Template.Parse(new TemplateSource("t", text), Options(json.RootElement));
            using var rendering = template.Render(SnapshotOf(json.RootElement));
            return rendering.IsComplete
                ? string.Join('\n', [rendering.Text.ToString(), .. rendering.FailedAsserts.Select(failed => $"refused: {Place(failed.Position)}: {failed.Message}")])
                : string.Join('\n', rendering.Missing.Select(missing => $"missing: {Place(missing.Position)}: {missing.Dependency}"));
        }
        catch (TemplateException exception)
        {
            return string.Join('\n', exception.Errors.Select(Line));
        }
    }

    // "options" holds what a template block of the settings file may hold about the language, and the milliseconds that pass with each look
    // at the clock.
    internal static TemplateOptions Options(JsonElement data)
    {
        var options = data.TryGetProperty("options", out var given) ? given : default;
        return new()
        {
            Vars = data.TryGetProperty("vars", out var vars) ? vars.Clone() : default,
            Environment = Texts(data, "env"),
            FindAddresses = () => Addresses(data),
            Agents = data.TryGetProperty("agents", out var agents) ? [.. agents.EnumerateArray().Select(name => name.GetString()!)] : [],
            FindPartial = name => Texts(data, "partials").TryGetValue(name, out var partial) ? new TemplateSource(name, partial) : null,
            Limits = LimitSettings.Merge(Limits(Option(options, "limits")), common: null),
            Clock = Option(options, "milliseconds_per_look") is { } step ? new SteppingClock(step.GetInt32()) : TimeProvider.System,
            ErrorOnMissingKey = Option(options, "error_on_missing_key")?.GetBoolean() ?? true,
            RejectNewlines = Option(options, "reject_newlines")?.GetBoolean() ?? false,
        };
    }

    internal static Snapshot SnapshotOf(JsonElement data) => data.TryGetProperty("consul", out var consul)
        ? Snapshot.Of("consul", Encoding.UTF8.GetBytes(consul.GetRawText()))
        : Snapshot.Empty;

    private static LimitSettings? Limits(JsonElement? limits) => limits is { } said
        ? SettingsReader.Read(SettingsLoader.Parse("limits", $"{{ \"limits\": {said.GetRawText()} }}"), new ReadProblems()).Limits
        : null;

    private static JsonElement? Option(JsonElement options, string name) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var value) ? value : null;

    private static Dictionary<string, string> Texts(JsonElement data, string name) => data.TryGetProperty(name, out var texts)
        ? texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!)
        : [];

    private static List<HostAddress> Addresses(JsonElement data) => data.TryGetProperty("addresses", out var interfaces)
        ? [.. interfaces.EnumerateObject().SelectMany(network => network.Value.EnumerateArray()
            .Select(address => new HostAddress(network.Name, IPAddress.Parse(address.GetString()!))))]
        : [];

    private static string Line(TemplateError error) =>
        $"error: {Place(error.Position)}: {error.Message}{string.Concat(error.IncludedFrom.Select(position => $" (from {position})"))}";

    private static string Place(SourcePosition position) =>
        position.Template == "t" ? $"{position.Line}:{position.Column}" : position.ToString();
}

/// <summary>A clock that goes on only when it is looked at, so that a time limit is passed at the same place on every machine.</summary>
internal sealed class SteppingClock(int milliseconds) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => _now += milliseconds;
}
