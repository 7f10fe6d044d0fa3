using ConsulRender.Cli;
using ConsulRender.Consul;
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
        var flags = new Flags
        {
            Config = _directory.Write("settings.json", $"{{ {json} }}"),
            Templates = ["in:out"],
            Consul = new()
            {
                Address = setting == "address" ? flag : null,
                Token = setting == "token" && flag is not null ? new Secret(flag) : null,
            },
            Wait = setting == "wait" ? flag : null,
            LogLevel = setting == "log_level" ? flag : null,
        };
        var merged = SettingsSources.Merge(flags, name => name == (setting == "address" ? "CONSUL_HTTP_ADDR" : "CONSUL_HTTP_TOKEN") ? environment : null);

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
    [InlineData("a:b:curl http://x:1/y", "a", "b", "curl http://x:1/y")]
    public void A_template_of_the_command_line_is_source_destination_and_command(string text, string source, string destination, string? command)
    {
        var template = Assert.Single(Merge(text).Template);

        Assert.Equal((source, destination, command), (template.Source, template.Destination, template.Command?.ToString()));
    }

    [Fact]
    public void Templates_of_the_command_line_stand_beside_those_of_the_file()
    {
        var config = _directory.Write("settings.json", """{ "template": { "source": "a", "destination": "b" } }""");
        var settings = SettingsSources.Merge(new Flags { Config = config, Templates = ["c:d"] }, _ => null);

        Assert.Equal(["b", "d"], settings.Template.Select(template => template.Destination));
    }

    [Fact]
    public void Two_templates_that_write_one_file_are_refused_wherever_they_stand()
    {
        var config = _directory.Write("settings.json", """{ "template": { "source": "a", "destination": "b" } }""");

        Assert.Equal(
            ["two templates write './b'; give each its own destination"],
            Assert.Throws<SettingsException>(() => SettingsSources.Merge(new Flags { Config = config, Templates = ["c:./b"] }, _ => null)).Problems);
        Assert.Throws<SettingsException>(() => Merge("a:b", "c:b"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a:")]
    [InlineData(":b")]
    [InlineData("")]
    public void What_is_no_template_is_refused(string text) =>
        Assert.Equal(
            [$"flag -template: '{text}' is not right; write SOURCE:DESTINATION[:COMMAND]"],
            Assert.Throws<UsageException>(() => Merge(text)).Problems);

    [Fact]
    public void Every_wrong_value_is_told_not_only_the_first()
    {
        var flags = new Flags { Wait = "5", LogLevel = "loud", Consul = new() { Address = "a b" }, Templates = ["x"], Config = "" };

        Assert.Equal(
            [
                "flag -wait: '5' is not right; write MIN[:MAX], such as 5s:20s, the maximum not below the minimum",
                "flag -log-level: 'loud' is not right; write trace, debug, info, warn or err",
                "flag -template: 'x' is not right; write SOURCE:DESTINATION[:COMMAND]",
                "flag -config needs a value",
                "flag -consul-addr: 'a b' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most 107 bytes)",
            ],
            Assert.Throws<UsageException>(() => SettingsSources.Merge(flags, _ => null)).Problems);
    }

    [Fact]
    public void A_wrong_address_in_the_environment_is_told_unless_a_flag_overrides_it()
    {
        static string? Environment(string name) => name == "CONSUL_HTTP_ADDR" ? "a b" : null;

        Assert.Equal(
            ["CONSUL_HTTP_ADDR: 'a b' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most 107 bytes)"],
            Assert.Throws<UsageException>(() => SettingsSources.Merge(new Flags { Templates = ["a:b"] }, Environment)).Problems);
        Assert.Equal("c:1", SettingsSources.Merge(new Flags { Templates = ["a:b"], Consul = new() { Address = "c:1" } }, Environment).Consul.Address);
    }

    [Fact]
    public void Without_a_template_there_is_nothing_to_do()
    {
        var config = _directory.Write("settings.json", "{}");

        Assert.Equal(
            ["nothing to do: name templates with -config FILE or -template SRC:DST ('consulrender -h' lists the flags)"],
            Assert.Throws<UsageException>(() => SettingsSources.Merge(new Flags(), _ => null)).Problems);
        Assert.Equal(
            [$"nothing to do: {config} has no \"template\"; add one, or use -template SRC:DST"],
            Assert.Throws<UsageException>(() => SettingsSources.Merge(new Flags { Config = config }, _ => null)).Problems);
    }

    [Fact]
    public void A_timeout_belongs_to_a_run_that_ends()
    {
        Assert.Null(SettingsSources.Timeout(new Flags()));
        Assert.Equal(TimeSpan.FromSeconds(90), SettingsSources.Timeout(new Flags { Once = true, Timeout = "1m30s" }));
        Assert.Equal(TimeSpan.FromSeconds(5), SettingsSources.Timeout(new Flags { Snapshot = "fixture.json", Timeout = "5s" }));
        Assert.Equal(
            ["flag -timeout works only together with -once; a daemon waits for ever"],
            Assert.Throws<UsageException>(() => SettingsSources.Timeout(new Flags { Timeout = "5s" })).Problems);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("")]
    public void A_timeout_that_is_no_duration_above_0_is_refused(string text) =>
        Assert.Equal(
            [$"flag -timeout: '{text}' is not right; write a duration above 0, such as 30s"],
            Assert.Throws<UsageException>(() => SettingsSources.Timeout(new Flags { Once = true, Timeout = text })).Problems);

    private static ConsulRender.Settings.Settings Merge(params string[] templates) => SettingsSources.Merge(new Flags { Templates = templates }, _ => null);
}
