using ConsulRender.Consul;
using ConsulRender.Processes;
using ConsulRender.Settings;
using ConsulRender.Timing;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_the_file_does_not_say_keeps_its_default()
    {
        var settings = Read("{}");

        Assert.Null(settings.Consul.Address);
        Assert.Null(settings.Consul.Token);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.MaxStale);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.BlockQueryWait);
        Assert.Equal(QuiescencePeriod.None, settings.Wait);
        Assert.Equal(LogSeverity.Info, settings.LogLevel);
        Assert.Empty(settings.TemplateDirs);
        Assert.Null(settings.Limits);
        Assert.Empty(settings.Template);
    }

    [Fact]
    public void What_a_template_does_not_say_keeps_its_default()
    {
        var template = Assert.Single(Read("""{ "template": { "source": "in", "destination": "out" } }""").Template);

        Assert.Equal(new TemplateSettings { Source = "in", Destination = "out" }, template);
        Assert.True(template.CreateDestDirs);
        Assert.Equal(TimeSpan.FromSeconds(30), template.CheckTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), template.CommandTimeout);
        Assert.Null(template.Wait);
        Assert.False(template.AllowEmpty);
        Assert.True(template.ErrorOnMissingKey);
        Assert.False(template.RejectNewlines);
        Assert.Null(template.Limits);
    }

    [Fact]
    public void Every_key_of_the_file_is_read()
    {
        var settings = Read("""
            {
              "consul": { "address": "10.0.0.1:8500", "token": "abc" },
              "max_stale": "10s", "block_query_wait": "5m", "wait": { "min": "1s", "max": "2s" }, "log_level": "debug",
              "vars": { "a": [1, { "b": null }] }, "template_dirs": ["one", "two"], "template": []
            }
            """);

        Assert.Equal("10.0.0.1:8500", settings.Consul.Address);
        Assert.Equal(new Secret("abc"), settings.Consul.Token);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.MaxStale);
        Assert.Equal(TimeSpan.FromMinutes(5), settings.BlockQueryWait);
        Assert.Equal(new QuiescencePeriod(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), settings.Wait);
        Assert.Equal(LogSeverity.Debug, settings.LogLevel);
        Assert.Equal(1, settings.Vars.GetProperty("a")[0].GetInt32());
        Assert.Equal(["one", "two"], settings.TemplateDirs);
    }

    [Fact]
    public void Every_key_of_a_template_is_read()
    {
        var template = Assert.Single(Read("""
            { "template": [ {
              "source": "in", "destination": "out", "create_dest_dirs": false, "perms": "0640", "user": "haproxy", "group": "adm",
              "output_group": "both", "check": ["haproxy", "-c", "-f", "{path}"], "check_timeout": "1s",
              "command": "systemctl reload haproxy", "command_timeout": "2s", "wait": "3s", "allow_empty": true,
              "error_on_missing_key": false, "reject_newlines": true, "limits": { "nesting": 20, "render_time": "1m30s" }
            } ] }
            """).Template);

        Assert.Equal(
            new TemplateSettings
            {
                Source = "in",
                Destination = "out",
                CreateDestDirs = false,
                Perms = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
                User = "haproxy",
                Group = "adm",
                OutputGroup = "both",
                Check = CommandLine.FromWords(["haproxy", "-c", "-f", "{path}"]),
                CheckTimeout = TimeSpan.FromSeconds(1),
                Command = CommandLine.FromText("systemctl reload haproxy"),
                CommandTimeout = TimeSpan.FromSeconds(2),
                Wait = new QuiescencePeriod(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12)),
                AllowEmpty = true,
                ErrorOnMissingKey = false,
                RejectNewlines = true,
                Limits = new LimitSettings { Nesting = 20, RenderTime = TimeSpan.FromSeconds(90) },
            },
            template);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var settings = Read("""
            { // about the agent
              "consul": { "address": "a:1", /* none */ },
              "template": [ { "contents": "x", "destination": "out", }, ], // the end
            }
            """);

        Assert.Equal("a:1", settings.Consul.Address);
        Assert.Equal("x", Assert.Single(settings.Template).Contents);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm() => Assert.Equal(LogSeverity.Warn, Read("\uFEFF{ \"log_level\": \"warn\" }").LogLevel);

    [Fact]
    public void A_file_that_is_not_there_is_told_so() => Assert.Equal("cannot read the settings: there is no such file", Unreadable("none.json"));

    [Fact]
    public void A_file_in_a_directory_that_is_not_there_is_told_so() =>
        Assert.Equal("cannot read the settings: there is no such file", Unreadable("none/none.json"));

    [Fact]
    public void The_token_is_never_shown()
    {
        var settings = Read("""{ "consul": { "token": "s3cr3t" } }""");

        Assert.DoesNotContain("s3cr3t", $"{settings} {settings.Consul}", StringComparison.Ordinal);
        Assert.Equal("s3cr3t", settings.Consul.Token!.Reveal());
    }

    private ConsulRender.Settings.Settings Read(string json) => SettingsUnderTest.Read(_directory.Write("settings.json", json));

    private string Unreadable(string name)
    {
        var path = _directory.Path(name);
        var problem = Assert.Single(Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path)).Problems);
        Assert.StartsWith($"{path}: ", problem, StringComparison.Ordinal);
        return problem[(path.Length + 2)..];
    }
}
