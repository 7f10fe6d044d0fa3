using System.Text.RegularExpressions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Settings.Reading;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating;
using ConsulRender.Tests.Engine.Settings;
using Xunit;

namespace ConsulRender.Tests.Docs;

public sealed partial class SettingsPageTests
{
    private static readonly string Page = Document.Read("settings.md");

    [Fact]
    public void The_tables_hold_every_key_and_no_other()
    {
        var problems = new ReadProblems(listsKeys: true);
        SettingsReader.Read(SettingsTree.Empty(""), problems);
        var keys = problems.Keys.Select(key => key["$.".Length..].Replace("template.", "", StringComparison.Ordinal)).Distinct().ToList();
        var defined = keys.Where(key => !keys.Exists(inner => inner.StartsWith($"{key}.", StringComparison.Ordinal)) || key is "limits" or "guard").Order(StringComparer.Ordinal);
        var documented = Row().Matches(Page)
            .SelectMany(row => Key().Matches(row.Groups[1].Value))
            .Select(key => key.Groups[1].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(defined, documented);
    }

    [Fact]
    public void The_table_of_variables_holds_every_variable_that_is_read_and_no_other()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "ConsulRender.Cli", "Variables.cs"));
        Assert.Equal(
            Variable().Matches(source).Select(match => match.Value.Trim('"')).Distinct().Order(StringComparer.Ordinal),
            VariableRow().Matches(Page).SelectMany(row => Variable().Matches(row.Value.Replace('`', '"')).Select(match => match.Value.Trim('"'))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_limits_holds_the_defaults()
    {
        var defaults = new TemplateLimits();
        string[] rows =
        [
            $"`limits.nesting` | 10 to 500 | `{defaults.Nesting}` |",
            $"`limits.include_depth` | 1 to 1000 | `{defaults.IncludeDepth}` |",
            $"`limits.iterations` | 1 to 2000000000 | `{defaults.Iterations}` |",
            $"`limits.output_bytes` | 1 to 1000000000 | `{defaults.OutputBytes}` |",
            $"`limits.pattern_length` | 1 to 20000 | `{defaults.PatternLength}` |",
            $"`limits.pattern_steps` | 1000 to 100000000000 | `{defaults.PatternSteps}` |",
            $"`limits.render_time` | above `0s`, at most `10m` | `\"{GoDuration.Format(defaults.RenderTime)}\"` |",
        ];
        Assert.All(rows, row => Assert.Contains(row, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_limits_is_read() => Assert.Equal(20_000_000, ReadExample("\"limits\"").Template[1].Limits!.Iterations);

    [Fact]
    public void The_example_of_several_agents_is_read() => Assert.Equal(["east", "west"], ReadExample("\"agents\"").AgentNames());

    [Fact]
    public void The_example_of_a_fixture_answers()
    {
        var file = Path.Combine(Path.GetTempPath(), $"fixture-{Guid.NewGuid():n}.json");
        File.WriteAllText(file, Example().Matches(Page)[^1].Groups[1].Value);
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

    private static ConsulRender.Settings.Settings ReadExample(string with)
    {
        var file = Path.Combine(Path.GetTempPath(), $"settings-{Guid.NewGuid():n}.json");
        File.WriteAllText(file, Example().Matches(Page).Select(match => match.Groups[1].Value).First(example => example.Contains(with, StringComparison.Ordinal)));
        try
        {
            return SettingsUnderTest.Read(file);
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

    [GeneratedRegex("\"(?:CONSUL|CT)_[A-Z_]+\"")]
    private static partial Regex Variable();

    // | `CONSUL_TOKEN`, `CONSUL_HTTP_TOKEN` | ...
    [GeneratedRegex(@"^\| `C[A-Z_]+`[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex VariableRow();

    [GeneratedRegex("```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
