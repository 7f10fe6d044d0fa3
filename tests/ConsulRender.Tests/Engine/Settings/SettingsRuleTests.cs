using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

/// <summary>What is said about values that cannot be meant.</summary>
public sealed class SettingsRuleTests : IDisposable
{
    private const string Duration = "not a duration; write one like \"250ms\", \"5s\" or \"1m30s\"";
    private const string Wait = "\"wait\": not a wait; write \"5s:20s\" or { \"min\": \"5s\", \"max\": \"20s\" }, the maximum not below the minimum";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("""{ "log_file": { "log_rotate_bytes": 5 } }""", "1:17: \"log_file\" needs a \"path\": there is no log file without one")]
    [InlineData("""{ "log_file": { "path": "a", "log_rotate_bytes": -1 } }""", "1:30: \"log_rotate_bytes\" must not be below 0; 0 is no limit")]
    [InlineData("""{ "log_file": { "path": "a", "log_rotate_max_files": -2 } }""", "1:30: \"log_rotate_max_files\" must not be below -1; 0 keeps all, -1 none")]
    [InlineData("""{ "log_file": { "path": "a", "log_rotate_max_files": -99999999999 } }""", "1:30: \"log_rotate_max_files\" must not be below -1; 0 keeps all, -1 none")]
    [InlineData("""{ "log_file": { "path": "a\u0000b" } }""", "1:17: \"path\" holds a character that no file name can hold")]
    [InlineData("""{ "pid_file": "a\u0000b" }""", "1:3: \"pid_file\" holds a character that no file name can hold")]
    [InlineData("""{ "syslog": { "facility": "LOCAL8" } }""", "1:15: \"facility\": not a syslog facility; write KERN, USER, MAIL, DAEMON, AUTH, SYSLOG, LPR, NEWS, UUCP, CRON, AUTHPRIV, FTP or LOCAL0 to LOCAL7")]
    [InlineData("""{ "kill_signal": "SIGKILL" }""", "1:3: \"kill_signal\": nothing can be done at SIGKILL; write another signal, such as \"SIGHUP\" or \"SIGUSR2\"")]
    [InlineData("""{ "reload_signal": "SIGSTOP" }""", "1:3: \"reload_signal\": nothing can be done at SIGSTOP; write another signal, such as \"SIGHUP\" or \"SIGUSR2\"")]
    [InlineData("""{ "reload_signal": "SIGTERM" }""", "1:3: \"reload_signal\": SIGTERM stops the program; write another, like \"SIGHUP\"")]
    [InlineData("""{ "kill_signal": "SIGHUP" }""", "1:3: \"kill_signal\" and \"reload_signal\" are both SIGHUP; write two")]
    [InlineData("""{ "kill_signal": "SIGWHAT" }""", "1:3: \"kill_signal\": not a signal; write one like \"SIGHUP\"")]
    [InlineData("""{ "kill_signal": 2 }""", "1:3: \"kill_signal\": not a signal; write one like \"SIGHUP\"")]
    [InlineData("""{ "kill_signal": null }""", "1:3: \"kill_signal\" must not be null")]
    [InlineData("""{ "exec": { "splay": "5s" } }""", "1:13: \"exec\" needs a \"command\": there is no child without one")]
    [InlineData("""{ "exec": { "enabled": true } }""", "1:13: \"exec\" needs a \"command\": there is no child without one")]
    [InlineData("""{ "exec": { "command": null } }""", "1:13: \"command\" must not be null")]
    [InlineData("""{ "exec": { "command": "x", "env": { "custom": ["s3cr3t"] } } }""", "1:38: \"custom\" must be a list of NAME=VALUE")]
    [InlineData("""{ "exec": { "command": "x", "env": { "custom": ["=s3cr3t"] } } }""", "1:38: \"custom\" must be a list of NAME=VALUE")]
    [InlineData("""{ "consul": { "max_connections": 99999999999 } }""", "1:15: \"max_connections\" must be 8 to 180; an agent allows 200 for all programs of a host")]
    [InlineData("""{ "consul": { "max_connections": -9223372036854775808 } }""", "1:15: \"max_connections\" must be 8 to 180; an agent allows 200 for all programs of a host")]
    [InlineData("""{ "consul": { "retry": { "attempts": -99999999999 } } }""", "1:26: \"attempts\" must not be below 0; 0 asks for ever")]
    [InlineData("""{ "max_stale": "-1s" }""", "1:3: \"max_stale\": " + Duration)]
    [InlineData("""{ "max_stale": 5 }""", "1:3: \"max_stale\": " + Duration)]
    [InlineData("""{ "max_stale": ["5s"] }""", "1:3: \"max_stale\": " + Duration)]
    [InlineData("""{ "max_stale": "" }""", "1:3: \"max_stale\": " + Duration)]
    [InlineData("""{ "wait": { "enabled": true } }""", "1:3: " + Wait)]
    [InlineData("""{ "wait": {} }""", "1:3: " + Wait)]
    [InlineData("""{ "wait": { "max": "5s" } }""", "1:3: " + Wait)]
    [InlineData("""{ "wait": { "min": null } }""", "1:3: " + Wait)]
    [InlineData("""{ "wait": { "min": "5s", "enabled": "yes" } }""", "1:3: " + Wait)]
    [InlineData("""{ "pid_file": ["a"] }""", "1:3: \"pid_file\" must be a string")]
    [InlineData("""{ "once": "true" }""", "1:3: \"once\" must be true or false")]
    [InlineData("""{ "template_error_fatal": 1 }""", "1:3: \"template_error_fatal\" must be true or false")]
    [InlineData("""{ "log_format": "xml" }""", "1:3: \"log_format\": not a form of log lines; write \"text\" or \"json\"")]
    [InlineData("""{ "Once": true }""", "1:3: unknown key \"Once\"; did you mean \"once\"?")]
    [InlineData("""{ "consul": { "adress": "" } }""", "1:15: unknown key \"adress\"; did you mean \"address\"?")]
    [InlineData("""{ "consul": { "retry": { "backoff": "" } } }""", "1:26: \"backoff\": " + Duration)]
    [InlineData("""{ "consul": [{ "address": "a:1" }, { "address": "b:1" }] }""", "1:36: \"consul\" can stand here once only; put both together")]
    public void A_value_that_cannot_be_meant_is_refused(string json, string problem) => Refuses("s.json", json, problem);

    [Theory]
    [InlineData("\"error_fatal\": 0", "\"error_fatal\" must be true or false")]
    [InlineData("\"uid\": -1", "\"uid\" must be from 0 to 4294967294")]
    [InlineData("\"gid\": 4294967295", "\"gid\" must be from 0 to 4294967294")]
    [InlineData("\"uid\": \"33\"", "\"uid\" must be a whole number")]
    [InlineData("\"perms\": 420", "\"perms\": 420 may be meant in octal or in decimal digits; write \"0420\" or \"0644\"")]
    [InlineData("\"command\": [\"a\\u0000b\"]", "\"command\": not a command; write a string, or a list of strings with the program first")]
    [InlineData("\"command\": [\"a\", \"\\u0000b\"]", "\"command\": not a command; write a string, or a list of strings with the program first")]
    [InlineData("\"perms\": 644", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    [InlineData("\"perms\": -1", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    [InlineData("\"perms\": \"u=rw\"", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    [InlineData("\"exec\": { \"timeout\": \"0s\" }", "\"timeout\" must be above 0")]
    [InlineData("\"command\": \"a\", \"exec\": { \"command\": \"b\" }", "\"command\" and \"exec\" name a command each; write one of them")]
    [InlineData("\"keep_versions\": 101", "\"keep_versions\" must be from 0 to 100")]
    [InlineData("\"min_reload_interval\": \"-1s\"", "\"min_reload_interval\": " + Duration)]
    [InlineData("\"splay\": 5", "\"splay\": " + Duration)]
    [InlineData("\"function_denylist\": \"env\"", "\"function_denylist\" must be a list of strings")]
    [InlineData("\"guard\": { \"max_shrnk\": \"5%\" }", "unknown key \"max_shrnk\"; did you mean \"max_shrink\"?")]
    [InlineData("\"guard\": { \"max_shrink\": 50 }", "\"max_shrink\": not a share that may go; write one from \"0%\" to \"99%\", like \"50%\"")]
    [InlineData("\"guard\": { \"max_shrink\": \"100%\" }", "\"max_shrink\": not a share that may go; write one from \"0%\" to \"99%\", like \"50%\"")]
    [InlineData("\"guard\": { \"max_shrink_instances\": \"-1%\" }", "\"max_shrink_instances\": not a share that may go; write one from \"0%\" to \"99%\", like \"50%\"")]
    [InlineData("\"guard\": { \"max_shrink\": \"%\" }", "\"max_shrink\": not a share that may go; write one from \"0%\" to \"99%\", like \"50%\"")]
    [InlineData("\"guard\": { \"min_instances\": { \"web\": 0 } }", "\"min_instances\": \"web\" must be the name of a service, and its number from 1 to 1000000")]
    [InlineData("\"guard\": { \"min_instances\": { \"web\": \"2\" } }", "\"web\" must be a whole number")]
    [InlineData("\"guard\": { \"min_instances\": 2 }", "\"min_instances\" must be an object")]
    [InlineData("\"guard\": { \"hold_empty\": 5 }", "\"hold_empty\": " + Duration)]
    [InlineData("\"guard\": { \"require\": \"a\" }", "\"require\" must be a list of strings")]
    [InlineData("\"guard\": 5", "\"guard\" must be an object")]
    [InlineData("\"sandbox_path\": \"a\\u0000\"", "\"sandbox_path\" holds a character that no file name can hold")]
    public void A_value_of_a_template_that_cannot_be_meant_is_refused(string member, string problem)
    {
        var path = _directory.Write("s.json", $$"""{ "template": { "contents": "x", "destination": "out", {{member}} } }""");

        Assert.EndsWith(": " + problem, Assert.Single(Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path)).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("perms = 400", "\"perms\": 400 may be meant in octal or in decimal digits; write \"0400\" or \"0620\"")]
    [InlineData("perms = 644", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    public void A_mode_without_its_zero_is_refused(string line, string problem) =>
        Refuses("s.hcl", $"template {{\n  contents = \"x\"\n  destination = \"out\"\n  {line}\n}}", $"4:3: {problem}");

    [Theory]
    [InlineData("consul {\n}\nconsul {\n}", "3:8: \"consul\" can stand here once only; put both together")]
    [InlineData("log_level = \"info\"\nlog_level = \"warn\"", "2:1: the key \"log_level\" stands here twice")]
    public void What_HCL_says_twice_is_refused(string hcl, string problem) => Refuses("s.hcl", hcl, problem);

    [Fact]
    public void A_template_may_say_how_a_command_is_run_without_having_one()
    {
        var path = _directory.Write("s.hcl", "template {\n contents = \"x\"\n destination = \"out\"\n for_each = \"[]\"\n exec {\n kill_signal = \"INT\"\n }\n}");

        Assert.Null(Assert.Single(SettingsUnderTest.Read(path).Template).Command);
    }

    [Theory]
    [InlineData("\"source\": \"\", \"contents\": \"x\"", null, "x")]
    [InlineData("\"source\": \"a\", \"contents\": \"\"", "a", null)]
    [InlineData("\"contents\": \"\"", null, "")]
    public void Of_source_and_contents_an_empty_one_says_nothing(string members, string? source, string? contents)
    {
        var template = Assert.Single(SettingsUnderTest.Read(_directory.Write("s.json", $$"""{ "template": { {{members}}, "destination": "out" } }""")).Template);

        Assert.Equal((source, contents), (template.Source, template.Contents));
    }

    [Fact]
    public void Unknown_keys_of_every_level_are_told_at_once_as_they_stand()
    {
        var path = _directory.Write("s.hcl", """
            tempalte "x" {}
            consul {
              adress = "a:1"
              ssl { certt = "s3cr3t" }
            }
            template {
              contents    = "x"
              destination = "out"
              exec { env { custum = ["A=s3cr3t"] } }
              limits { nestin = 1 }
            }
            agents { east { address = "a:1" tokn = "s3cr3t" } }
            lgo_level = "s3cr3t"
            """);
        var problems = Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path)).Problems;

        Assert.Equal(
            ["1:1: unknown key \"tempalte\"", "3:3: unknown key \"adress\"", "4:9: unknown key \"certt\"", "9:16: unknown key \"custum\"", "10:12: unknown key \"nestin\"", "12:33: unknown key \"tokn\"", "13:1: unknown key \"lgo_level\""],
            problems.Select(problem => problem[(path.Length + 1)..].Split(';')[0]));
        Assert.DoesNotContain("s3cr3t", string.Join('\n', problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consul { token = \"s3cr3t }")]
    [InlineData("consul { token = s3cr3t }")]
    [InlineData("consul { token: \"s3cr3t\" }")]
    [InlineData("consul { token \"s3cr3t\" }")]
    [InlineData("consul { token = \"a\" \"s3cr3t\" }")]
    [InlineData("consul { token = [\"s3cr3t\" }")]
    [InlineData("consul { token = ['s3cr3t'] }")]
    [InlineData("consul { token = \"\\qs3cr3t\" }")]
    [InlineData("consul { token = { s3cr3t = 1 }")]
    [InlineData("consul { token = <<X\ns3cr3t\n")]
    [InlineData("consul { tokn = \"s3cr3t\" }")]
    [InlineData("consul { token = [\"s3cr3t\"] }")]
    [InlineData("consul { auth = \"s3cr3t\" }")]
    [InlineData("{ \"consul\": { \"token\": s3cr3t } }")]
    [InlineData("{ \"consul\": { \"token\": \"s3cr3t } }")]
    [InlineData("{ \"consul\": { \"token\": [\"s3cr3t\"] } }")]
    [InlineData("{ \"consul\": { \"token\" \"s3cr3t\" } }")]
    [InlineData("{ \"consul\": { \"token\": 's3cr3t' } }")]
    [InlineData("{ \"consul\": { \"token\": \"\\qs3cr3t\" } }")]
    [InlineData("{ \"consul\": { \"address\": \"http://me:s3cr3t@h:1\" } }")]
    public void No_secret_is_told_with_a_mistake(string text)
    {
        var problems = Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(_directory.Write("settings", text))).Problems;

        Assert.NotEmpty(problems);
        Assert.DoesNotContain("s3cr3t", string.Join('\n', problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("größe", "größe")]
    [InlineData("a\\nb\\u001bc\\u2028d", "a?b?c?d")]
    [InlineData("😀", "😀")]
    public void A_key_of_any_letters_is_told_in_one_line(string key, string shown) =>
        Assert.StartsWith($"unknown key \"{shown}\"; the keys here are ", Unknown(key), StringComparison.Ordinal);

    [Fact]
    public void A_very_long_key_is_told_by_its_beginning() =>
        Assert.StartsWith($"unknown key \"{new string('k', 60)}...\"; the keys here are ", Unknown(new string('k', 1_000_000)), StringComparison.Ordinal);

    private string Unknown(string key)
    {
        var path = _directory.Write("s.json", $$"""{ "consul": { "{{key}}": 1 } }""");
        return Assert.Single(Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path)).Problems)[$"{path}:1:15: ".Length..];
    }

    private void Refuses(string name, string text, string problem)
    {
        var path = _directory.Write(name, text);

        Assert.Equal([$"{path}:{problem}"], Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path)).Problems);
    }
}
