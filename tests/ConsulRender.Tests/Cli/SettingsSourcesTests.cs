using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class SettingsSourcesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Each setting that several places can say: the default, the environment, the file and the flag in that order; null says nothing.</summary>
    [Theory]
    [InlineData("address", null, null, null, null)]
    [InlineData("address", "e:1", null, null, "e:1")]
    [InlineData("address", "", null, null, null)]
    [InlineData("address", null, "f:1", null, "f:1")]
    [InlineData("address", "e:1", "f:1", null, "f:1")]
    [InlineData("address", null, null, "a:1", "a:1")]
    [InlineData("address", "e:1", null, "a:1", "a:1")]
    [InlineData("address", "e:1", "f:1", "a:1", "a:1")]
    [InlineData("token", null, null, null, null)]
    [InlineData("token", "e", null, null, "e")]
    [InlineData("token", "", null, null, null)]
    [InlineData("token", "e", "f", null, "f")]
    [InlineData("token", "e", "f", "a", "a")]
    [InlineData("wait", null, null, null, "0s:0s")]
    [InlineData("wait", null, "2s:3s", null, "2s:3s")]
    [InlineData("wait", null, "2s:3s", "4s", "4s:16s")]
    [InlineData("log_level", null, null, null, "Info")]
    [InlineData("log_level", null, "warn", null, "Warn")]
    [InlineData("log_level", null, "warn", "debug", "Debug")]
    public void Flags_win_over_the_file_the_file_over_the_environment_and_all_over_defaults(
        string setting, string? environment, string? file, string? flag, string? expected)
    {
        var json = file is null ? "" : setting is "address" or "token" ? $"\"consul\": {{ \"{setting}\": \"{file}\" }}" : $"\"{setting}\": \"{file}\"";
        var name = setting switch { "address" => "-consul-addr", "token" => "-consul-token", "wait" => "-wait", _ => "-log-level" };
        string[] given = flag is null ? [] : [name, flag];
        var merged = SettingsSources.Load(
            Flags.Parse(["-config", _directory.Write("settings.json", $"{{ {json} }}"), "-template", "in:out", .. given]),
            variable => variable == (setting == "address" ? "CONSUL_HTTP_ADDR" : "CONSUL_HTTP_TOKEN") ? environment : null).Settings;

        Assert.Equal(expected, setting switch
        {
            "address" => merged.Consul.Address,
            "token" => merged.Consul.Token?.Reveal(),
            "wait" => $"{GoDuration.Format(merged.Wait.Minimum)}:{GoDuration.Format(merged.Wait.Maximum)}",
            _ => merged.LogLevel.ToString(),
        });
    }

    [Theory]
    [InlineData("a.liquid:/etc/a", "a.liquid", "/etc/a", null)]
    [InlineData("a:b:", "a", "b", null)]
    [InlineData("a:b: ", "a", "b", null)]
    [InlineData("a:b:reload", "a", "b", "reload")]
    [InlineData("a:b::", "a", "b", null)]
    [InlineData("a:b: : ", "a", "b", null)]
    [InlineData("a:b:x:", "a", "b", "x:")]
    [InlineData("a:b:x::y", "a", "b", "x::y")]
    [InlineData("c:\\a:b", "c", "\\a", "b")]
    [InlineData("a:b:curl http://x:1/y", "a", "b", "curl http://x:1/y")]
    public void A_template_of_the_command_line_is_source_destination_and_command(string text, string source, string destination, string? command)
    {
        var template = Assert.Single(Load("-template", text).Template);

        Assert.Equal((source, destination, command), (template.Source, template.Destination, template.Command?.ToString()));
    }

    [Fact]
    public void Templates_of_the_command_line_stand_beside_those_of_the_file()
    {
        var config = _directory.Write("settings.json", """{ "template": { "source": "a", "destination": "b" } }""");
        var settings = Load("-config", config, "-template", "c:d");

        Assert.Equal(["b", "d"], settings.Template.Select(template => template.Destination));
    }

    [Fact]
    public void Two_templates_that_write_one_file_are_refused_wherever_they_stand()
    {
        var config = _directory.Write("settings.json", """{ "template": { "source": "a", "destination": "b" } }""");

        Assert.Equal(
            ["flag -template: two templates write './b'; give each its own destination"],
            Assert.Throws<SettingsException>(() => Load("-config", config, "-template", "c:./b")).Problems);
        Assert.True(Assert.Throws<SettingsException>(() => Load("-template", "a:b", "-template", "c:b")).IsCommandLine);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a:")]
    [InlineData(":b")]
    [InlineData("a::b")]
    [InlineData("a: :b")]
    [InlineData(" :b")]
    [InlineData("::")]
    public void What_is_no_template_is_refused(string text) =>
        Assert.Equal(
            [$"flag -template: '{text}' is not right; write SOURCE:DESTINATION[:COMMAND]"],
            Assert.Throws<UsageException>(() => Load("-template", text)).Problems);

    [Fact]
    public void Every_wrong_value_is_told_not_only_the_first()
    {
        Assert.Equal(
            [
                "flag -wait: '5' is not right; write MIN[:MAX], such as 5s:20s, the maximum not below the minimum",
                "flag -log-level: 'loud' is not right; write trace, debug, info, warn or err",
                "flag -template: 'x' is not right; write SOURCE:DESTINATION[:COMMAND]",
                "flag -config needs a value",
            ],
            Assert.Throws<UsageException>(() => Load("-wait", "5", "-log-level", "loud", "-template", "x", "-config", "")).Problems);
        var address = Assert.Throws<SettingsException>(() => Load("-template", "a:b", "-consul-addr", "a b"));
        Assert.Equal(["flag -consul-addr: 'a b' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most 107 bytes)"], address.Problems);
        Assert.True(address.IsCommandLine);
    }

    [Fact]
    public void A_wrong_address_in_the_environment_is_told_unless_a_flag_overrides_it()
    {
        static string? Environment(string name) => name == "CONSUL_HTTP_ADDR" ? "a b" : null;

        Assert.Equal(
            ["CONSUL_HTTP_ADDR: 'a b' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most 107 bytes)"],
            Assert.Throws<SettingsException>(() => SettingsSources.Load(Flags.Parse(["-template", "a:b"]), Environment)).Problems);
        Assert.Equal("c:1", SettingsSources.Load(Flags.Parse(["-template", "a:b", "-consul-addr", "c:1"]), Environment).Settings.Consul.Address);
    }

    [Fact]
    public void Without_a_template_there_is_nothing_to_do()
    {
        var config = _directory.Write("settings.json", "{}");

        Assert.Equal(
            ["nothing to do: name templates with -config PATH or -template SRC:DST ('consulrender -h' lists the flags)"],
            Assert.Throws<UsageException>(() => Load()).Problems);
        Assert.Equal(
            [$"nothing to do: {config} has no \"template\"; add one, or use -template SRC:DST"],
            Assert.Throws<UsageException>(() => Load("-config", config)).Problems);
    }

    [Fact]
    public void A_directory_without_settings_is_told()
    {
        Directory.CreateDirectory(_directory.Path("conf"));

        Assert.Equal(
            [$"nothing to do: {_directory.Path("conf")} has no *.hcl and no *.json file; add one with a \"template\", or use -template SRC:DST"],
            Assert.Throws<UsageException>(() => Load("-config", _directory.Path("conf"))).Problems);
    }

    [Fact]
    public void A_timeout_belongs_to_a_run_that_ends()
    {
        Assert.Null(SettingsSources.Timeout(Flags.Parse([]), isOnce: false));
        Assert.Equal(TimeSpan.FromSeconds(90), SettingsSources.Timeout(Flags.Parse(["-timeout", "1m30s"]), isOnce: true));
        Assert.Equal(
            ["flag -timeout works only together with -once; a daemon waits for ever"],
            Assert.Throws<UsageException>(() => SettingsSources.Timeout(Flags.Parse(["-timeout", "5s"]), isOnce: false)).Problems);
    }

    [Theory]
    [InlineData("5", "a duration, such as 30s")]
    [InlineData("0s", "a duration above 0, such as 30s")]
    [InlineData("-1s", "a duration, such as 30s")]
    public void A_timeout_that_is_no_duration_above_0_is_refused(string text, string expected) =>
        Assert.Equal(
            [$"flag -timeout: '{text}' is not right; write {expected}"],
            Assert.Throws<UsageException>(() => SettingsSources.Timeout(Flags.Parse(["-timeout", text]), isOnce: true)).Problems);

    private static ConsulRender.Settings.Settings Load(params string[] arguments) => SettingsSources.Load(Flags.Parse(arguments), _ => null).Settings;
}
