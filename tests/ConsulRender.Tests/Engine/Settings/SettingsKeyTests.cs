using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Settings.Reading;
using ConsulRender.Settings.Tree;
using ConsulRender.Timing;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

/// <summary>Every key of settings, in both formats: the value that is read, or what is said.</summary>
public sealed class SettingsKeyTests : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, string, string?> Values { get; } = [.. SettingsKeyTable.Values.Select(row => new TheoryDataRow<string, string, string, string?>(row.Key, row.Json, row.Read, row.Property))];

    public static TheoryData<string, string, string> Refused { get; } = [.. SettingsKeyTable.Refused.Select(row => new TheoryDataRow<string, string, string>(row.Key, row.Json, row.Said))];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_table_holds_every_key_that_is_read()
    {
        var problems = new ReadProblems(listsKeys: true);
        SettingsReader.Read(SettingsTree.Empty(""), problems);
        var known = problems.Keys.Select(key => key["$.".Length..]).Distinct().ToList();
        var leaves = known.Where(key => !known.Exists(inner => inner.StartsWith($"{key}.", StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        var tested = SettingsKeyTable.Values.Select(row => row.Key).Concat(SettingsKeyTable.Refused.Select(row => row.Key)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(leaves, tested);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_key_has_the_value_that_was_written(string key, string json, string read, string? property)
    {
        Assert.Equal(read, Value(Load(key, json, "json").Settings, property ?? key));
        Assert.Equal(read, Value(Load(key, json, "hcl").Settings, property ?? key));
        Assert.Empty(Load(key, json, "hcl").Warnings);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_not_the_default(string key, string json, string read, string? property)
    {
        // A key whose value is what nobody said would pass without being read.
        var companions = Load(key, null, "json").Settings;

        Assert.True(read is "null" or "0s:0s" || json.Contains("LOCAL5", StringComparison.Ordinal) || Value(companions, property ?? key) != read || key is "template.contents" or "template.destination", $"{key} = {json} is the default {read}");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_key_that_does_nothing_is_told(string key, string json, string said)
    {
        foreach (var format in new[] { "json", "hcl" })
        {
            var told = said.StartsWith("error: ", StringComparison.Ordinal)
                ? Assert.Throws<SettingsException>(() => Load(key, json, format)).Problems.Select(problem => $"error: {Message(problem)}")
                : Load(key, json, format).Warnings.Select(Message);

            Assert.Equal([said], told);
        }
    }

    [Theory]
    [InlineData("perms = 0640", "640")]
    [InlineData("perms = 0400", "400")]
    [InlineData("perms = 04755", null)]
    [InlineData("perms = \"04755\"", "4755")]
    [InlineData("perms = 0", "null")]
    [InlineData("perms = 0000", "null")]
    public void A_mode_in_HCL_may_be_an_octal_number(string line, string? mode)
    {
        var path = _directory.Write("s.hcl", $"template {{\n  contents = \"x\"\n  destination = \"out\"\n  {line}\n}}");

        if (mode is null)
        {
            Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path));
        }
        else
        {
            Assert.Equal(mode, Value(SettingsUnderTest.Read(path), "template.perms"));
        }
    }

    [Fact]
    public void Deduplication_that_is_off_is_no_mistake() =>
        Assert.Empty(Load("deduplicate", """{ "enabled": false, "prefix": "x" }""", "hcl").Warnings);

    private LoadedSettings Load(string key, string? json, string format)
    {
        var tree = new JsonObject();
        foreach (var companion in SettingsKeyTable.Companions.Where(companion => key.StartsWith(companion.Key, StringComparison.Ordinal)))
        {
            if (json is null || !(companion.Name == key || (key == "template.source" && companion.Name == "template.contents")))
            {
                Set(tree, companion.Name, companion.Json);
            }
        }

        if (json is not null)
        {
            Set(tree, key, json);
        }

        return SettingsUnderTest.Load(_directory.Write($"settings.{format}", format == "json" ? tree.ToJsonString(Plain) : Hcl(tree)));
    }

    private static void Set(JsonObject tree, string key, string json)
    {
        var steps = key.Split('.');
        foreach (var step in steps[..^1])
        {
            tree[step] ??= new JsonObject();
            tree = tree[step]!.AsObject();
        }

        tree[steps[^1]] = JsonNode.Parse(json);
    }

    private static string Hcl(JsonObject tree) => string.Concat(tree.Select(member => member.Value is JsonObject inner
        ? $"{member.Key} {{\n{Hcl(inner)}}}\n"
        : $"{member.Key} = {member.Value!.ToJsonString(Plain)}\n"));

    private static string Value(object settings, string key)
    {
        object? value = settings;
        foreach (var step in key.Split('.'))
        {
            var name = string.Concat(step.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            value = value is null ? null
                : value is ConsulRender.Settings.Settings top && name == "AgentNames" ? top.AgentNames()
                : value.GetType().GetProperty(name)!.GetValue(value);
            value = value is IReadOnlyList<TemplateSettings> templates ? templates.SingleOrDefault() : value;
        }

        return Text(value);
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        TimeSpan time => GoDuration.Format(time),
        Secret secret => secret.Reveal(),
        UnixFileMode mode => Convert.ToString((int)mode, 8),
        QuiescencePeriod wait => $"{GoDuration.Format(wait.Minimum)}:{GoDuration.Format(wait.Maximum)}",
        JsonElement { ValueKind: JsonValueKind.Undefined } => "null",
        JsonElement json => json.GetRawText(),
        IEnumerable list => string.Join(',', list.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // Behind FILE:LINE:COLUMN.
    private static string Message(string problem) => problem.Split(": ", 2)[1];
}
