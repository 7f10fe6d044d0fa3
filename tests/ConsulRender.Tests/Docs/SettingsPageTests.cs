using System.Text.RegularExpressions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Docs;

public sealed partial class SettingsPageTests
{
    private static readonly string Page = Document.Read("settings.md");

    [Fact]
    public void The_tables_hold_every_key_and_no_other()
    {
        var defined = SettingsJson.Default.Settings.Properties.Select(property => property.Name).Where(name => name != "consul")
            .Concat(SettingsJson.Default.ConsulSettings.Properties.Select(property => $"consul.{property.Name}"))
            .Concat(SettingsJson.Default.TemplateSettings.Properties.Select(property => property.Name))
            .Distinct()
            .Order(StringComparer.Ordinal);
        var documented = Row().Matches(Page)
            .SelectMany(row => Key().Matches(row.Groups[1].Value))
            .Select(key => key.Groups[1].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(defined, documented);
    }

    [Fact]
    public void The_example_of_a_fixture_answers()
    {
        var file = Path.Combine(Path.GetTempPath(), $"fixture-{Guid.NewGuid():n}.json");
        File.WriteAllText(file, Example().Match(Page).Groups[1].Value);
        try
        {
            var snapshot = Snapshot.Load(file);
            Assert.Equal("4096", snapshot.Find(new KeyValue("service/haproxy/maxconn"))!.Value);
            Assert.Equal("hello\n", snapshot.Find(new FileText("/etc/motd"))!.Value);
            Assert.Equal(2026, snapshot.Time.Year);
            Assert.Equal("10.0.1.11", Assert.Single((EquatableList<ServiceInstance>)snapshot.Find(new HealthyService("web"))!.Value!).Address);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // | `key`, `key` | type | ...
    [GeneratedRegex(@"^\| (`[a-z_.]+`(?:, `[a-z_.]+`)*) \| [^|`]*(?:`[^|]*)?\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z_.]+)`")]
    private static partial Regex Key();

    [GeneratedRegex("```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
