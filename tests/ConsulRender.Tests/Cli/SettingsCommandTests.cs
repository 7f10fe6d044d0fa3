using ConsulRender.Cli;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class SettingsCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_prints_what_holds_and_who_said_it_and_no_secret()
    {
        _directory.Write("conf/a.hcl", """
            consul {
              address = "a:1"
              token   = "s3cr3t"
              auth { username = "me" password = "s3cr3t" }
            }
            consul "east" {
              address = "e:1"
              token   = "s3cr3t"
              auth { username = "me" password = "s3cr3t" }
            }
            log_level = "warn"
            wait      = "5s:10s"
            exec {
              command = ["run", "it"]
              env { custom = ["PASSWORD=s3cr3t=2", "EMPTY="] }
            }
            template {
              contents    = "one\ntwo\t\"three\""
              destination = "out"
              perms       = 0600
              exec { env { custom = ["TOKEN=s3cr3t"] } }
            }
            """);
        _directory.Write("conf/b.json", """
            {
              "log_level": "debug",
              "vars": { "a b": 1, "line\nbreak": "x\u2028y\u0085z\u001b[0m", "list": [1, { "b": null }], "none": {}, "größe": "ü" },
              "template": { "source": "in", "destination": "out2", "perms": "0640", "create_dest_dirs": true }
            }
            """);

        var output = Run(name => name == "CONSUL_NAMESPACE" ? "n" : null, "-config", _directory.Path("conf"), "-template", "c:d:echo hi", "-consul-addr=f:1", "-once=false");

        Assert.DoesNotContain("s3cr3t", output, StringComparison.Ordinal);
        Golden.Holds("settings.txt", output.Replace(_directory.Path("conf"), "conf", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_printed_of_settings_that_say_nothing() => Assert.Equal("", Run(_ => null));

    [Fact]
    public async Task A_run_warns_of_what_does_nothing_and_does_its_work()
    {
        _directory.Write("b.hcl", "consul {\n transport {\n max_idle_conns = 5\n }\n}\ntemplate {\n contents = \"x\"\n destination = \"out\"\n}");
        _directory.Write("a.hcl", "consul = \"a:1\"");
        var run = await CheckRun.InAsync(_directory.Root, "-config", "a.hcl", "-config", "b.hcl", "-once");

        Assert.Equal((0, "x"), (run.ExitCode, _directory.Read("out")));
        Assert.Equal(
            [
                "[WARN] a.hcl:1:10: \"consul\" as a text is an old form; write consul { address = ... }",
                "[WARN] b.hcl:3:2: \"max_idle_conns\" has no effect: connections are shared and bounded by consul.max_connections",
            ],
            run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Where(line => line.StartsWith("[WARN]", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_looking_for_mistakes_looks_into_the_environment_too()
    {
        var template = _directory.Write("t.liquid", "{{ 'a' | upcse }}");
        using var output = new StringWriter();
        var exitCode = CheckCommand.Run([], name => name == "CT_LOCAL_CONFIG" ? $"template {{\n source = \"{template}\"\n destination = \"out\"\n}}" : null, output);

        Assert.Equal((ExitCode.Findings, $"{template}:1:10: error: unknown filter \"upcse\"; did you mean \"upcase\"?\n"), (exitCode, output.ToString()));
    }

    private static string Run(Func<string, string?> environment, params string[] arguments)
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Success, SettingsCommand.Run(arguments, environment, output));
        return output.ToString();
    }
}
