using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

/// <summary>What is said about settings that cannot be used; in the examples, » marks the place that must be named.</summary>
public sealed class SettingsProblemTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("""{ »"templat": [] }""", "unknown key \"templat\"; did you mean \"template\"?")]
    [InlineData("""{ »"Template": [] }""", "unknown key \"Template\"; did you mean \"template\"?")]
    [InlineData("""{ "consul": {}, »"banana": 1 }""", "unknown key \"banana\"; the keys here are agents, block_query_wait, consul, deduplicate, default_delimiters, err_on_failed_lookup, exec, kill_signal, limits, log_file, log_format, log_level, max_stale, nomad, once, parseonly, pid_file, redact, reload_signal, reload_templates, state_dir, state_secrets, status_file, syslog, template, template_dirs, template_error_fatal, vars, vault, wait")]
    [InlineData("""{ "consul": { »"adress": "a:1" } }""", "unknown key \"adress\"; did you mean \"address\"?")]
    [InlineData("""{ "consul": { »"banana": {} } }""", "unknown key \"banana\"; the keys here are address, auth, max_connections, namespace, partition, retry, ssl, token, token_file, transport")]
    [InlineData("""{ "template": { »"sourc": "in" } }""", "unknown key \"sourc\"; did you mean \"source\"?")]
    [InlineData("""{ "template": [{ "contents": "x", "destination": "a" }, { "destination": "b", »"chek": 1 }] }""", "unknown key \"chek\"; did you mean \"check\"?")]
    [InlineData("""{ »"wait": { "min": "5s", "maximum": "6s" } }""", "\"wait\": not a wait; write \"5s:20s\" or { \"min\": \"5s\", \"max\": \"20s\" }, the maximum not below the minimum")]
    [InlineData("""{ »"my key": 1 }""", "unknown key \"my key\"; the keys here are agents, block_query_wait, consul, deduplicate, default_delimiters, err_on_failed_lookup, exec, kill_signal, limits, log_file, log_format, log_level, max_stale, nomad, once, parseonly, pid_file, redact, reload_signal, reload_templates, state_dir, state_secrets, status_file, syslog, template, template_dirs, template_error_fatal, vars, vault, wait")]
    [InlineData("""{ "limits": { »"nestin": 1 } }""", "unknown key \"nestin\"; did you mean \"nesting\"?")]
    [InlineData("""{ "limits": { »"banana": 1 } }""", "unknown key \"banana\"; the keys here are include_depth, iterations, nesting, output_bytes, pattern_length, pattern_steps, render_time")]
    [InlineData("""{ "template": [{ "limits": {} }, { "limits": { »"include_dept": 1 } }] }""", "unknown key \"include_dept\"; did you mean \"include_depth\"?")]
    [InlineData("""{ "template": { "limits": { »"timeout": "5s" } } }""", "unknown key \"timeout\"; the keys here are include_depth, iterations, nesting, output_bytes, pattern_length, pattern_steps, render_time")]
    [InlineData("""{ »"reject_newlines": true }""", "unknown key \"reject_newlines\"; the keys here are agents, block_query_wait, consul, deduplicate, default_delimiters, err_on_failed_lookup, exec, kill_signal, limits, log_file, log_format, log_level, max_stale, nomad, once, parseonly, pid_file, redact, reload_signal, reload_templates, state_dir, state_secrets, status_file, syslog, template, template_dirs, template_error_fatal, vars, vault, wait")]
    [InlineData("""{ "consul": { »"a.b": 1 } }""", "unknown key \"a.b\"; the keys here are address, auth, max_connections, namespace, partition, retry, ssl, token, token_file, transport")]
    [InlineData("""{ "consul": { "ssl": { »"cacert": "x" } } }""", "unknown key \"cacert\"; did you mean \"ca_cert\"?")]
    [InlineData("""{ "consul": { "auth": { »"user": "x" } } }""", "unknown key \"user\"; the keys here are enabled, password, username")]
    [InlineData("""{ "agents": { "east": { »"adress": "a:1" } } }""", "unknown key \"adress\"; did you mean \"address\"?")]
    [InlineData("""{ "agents": { "east": { "address": "a:1", "ssl": { »"cacert": "x" } } } }""", "unknown key \"cacert\"; did you mean \"ca_cert\"?")]
    [InlineData("""{ "agents": { "ssl": { "auth": { »"user": "x" } } } }""", "unknown key \"user\"; the keys here are enabled, password, username")]
    [InlineData("""{ "agents": { "ssl": { »"user": "x" } } }""", "unknown key \"user\"; the keys here are address, auth, max_connections, namespace, partition, retry, ssl, token, token_file, transport")]
    public void An_unknown_key_is_named_with_what_was_meant(string json, string problem) => Refuses(json, problem);

    [Theory]
    [InlineData("""{ "vars": { "a": [1, »"b\ud83d"] } }""")]
    [InlineData("""{ "vars": { »"\ude00": 1 } }""")]
    [InlineData("""{ »"\ude00": 1 }""")]
    public void Half_a_character_is_refused(string json) =>
        Refuses(json, "this text is not Unicode: it holds half a character, such as \\ud83d alone, or bytes that are not UTF-8");

    [Theory]
    [InlineData("»[]", "the file must hold one object: { \"template\": ... }")]
    [InlineData("»null", "the file must hold one object: { \"template\": ... }")]
    [InlineData("""{ »"consul": ["a:1"] }""", "\"consul\" must be an object")]
    [InlineData("""{ "consul": [{}, »{}] }""", "\"consul\" can stand here once only; put both together")]
    [InlineData("""{ »"consul": null }""", "\"consul\" must not be null")]
    [InlineData("""{ "consul": { »"address": 8500 } }""", "\"address\" must be a string")]
    [InlineData("""{ "template": { "contents": "x", "destination": "a", "guard": { "require": ["a", »"a(b"] } } }""", "\"require\": bad regular expression \"a(b\": a group is not closed")]
    [InlineData("""{ "template": { "contents": "x", "destination": "a", "guard": { "forbid": [»"*"] } } }""", "\"forbid\": bad regular expression \"*\": \"*\" has nothing to repeat")]
    [InlineData("""{ "template": { "contents": "x", "destination": "a", "guard": { »"max_shrink": "half" } } }""", "\"max_shrink\": not a share that may go; write one from \"0%\" to \"99%\", like \"50%\"")]
    [InlineData("""{ "template": { "contents": "x", "destination": "a", "guard": { "min_instances": { »"web": -1 } } } }""", "\"min_instances\": \"web\" must be the name of a service, and its number from 1 to 1000000")]
    [InlineData("""{ "consul": { »"token": 1 } }""", "\"token\": not a string")]
    [InlineData("""{ »"log_level": "loud" }""", "\"log_level\": not a log level; write \"trace\", \"debug\", \"info\", \"warn\" or \"err\"")]
    [InlineData("""{ »"kill_signal": "KILL", "template": { "contents": "x", "destination": "a" } }""", "\"kill_signal\": nothing can be done at SIGKILL; write another signal, such as \"SIGHUP\" or \"SIGUSR2\"")]
    [InlineData("""{ »"reload_signal": "sigsegv" }""", "\"reload_signal\": nothing can be done at SIGSEGV; write another signal, such as \"SIGHUP\" or \"SIGUSR2\"")]
    [InlineData("""{ "syslog": { »"facility": "LOCAL8" } }""", "\"facility\": not a syslog facility; write KERN, USER, MAIL, DAEMON, AUTH, SYSLOG, LPR, NEWS, UUCP, CRON, AUTHPRIV, FTP or LOCAL0 to LOCAL7")]
    [InlineData("""{ »"max_stale": 5 }""", "\"max_stale\": not a duration; write one like \"250ms\", \"5s\" or \"1m30s\"")]
    [InlineData("""{ »"template_dirs": "one" }""", "\"template_dirs\" must be a list of strings")]
    [InlineData("""{ "template_dirs": ["a", »1] }""", "\"template_dirs\" must be a list of strings")]
    [InlineData("""{ "template_dirs": ["a", »null] }""", "\"template_dirs\" must be a list of strings")]
    [InlineData("""{ »"template_dirs": null }""", "\"template_dirs\" must not be null")]
    [InlineData("""{ »"template": null }""", "\"template\" must not be null")]
    [InlineData("""{ »"template": "in:out" }""", "\"template\": not a template object or a list of them")]
    [InlineData("""{ »"template": [null] }""", "\"template\": not a template object or a list of them")]
    [InlineData("""{ »"wait": null }""", "\"wait\" must not be null")]
    [InlineData("""{ »"wait": "20s:5s" }""", "\"wait\": not a wait; write \"5s:20s\" or { \"min\": \"5s\", \"max\": \"20s\" }, the maximum not below the minimum")]
    [InlineData("""{ »"vars": [1] }""", "\"vars\" must be an object")]
    [InlineData("""{ "template": { »"source": 1 } }""", "\"source\" must be a string")]
    [InlineData("""{ "template": { »"destination": null } }""", "\"destination\" must not be null")]
    [InlineData("""{ "template": { »"create_dest_dirs": "yes" } }""", "\"create_dest_dirs\" must be true or false")]
    [InlineData("""{ "template": [{}, { »"allow_empty": 1 }] }""", "\"allow_empty\" must be true or false")]
    [InlineData("""{ »"limits": [] }""", "\"limits\" must be an object")]
    [InlineData("""{ "limits": { »"nesting": "200" } }""", "\"nesting\" must be a whole number")]
    [InlineData("""{ "limits": { »"iterations": 1.5 } }""", "\"iterations\" must be a whole number")]
    [InlineData("""{ "limits": { »"output_bytes": 99999999999999999999 } }""", "\"output_bytes\" must be a whole number")]
    [InlineData("""{ "limits": { »"pattern_steps": true } }""", "\"pattern_steps\" must be a whole number")]
    [InlineData("""{ "limits": { »"render_time": 10 } }""", "\"render_time\": not a duration; write one like \"250ms\", \"5s\" or \"1m30s\"")]
    [InlineData("""{ "template": [{}, { "limits": { »"render_time": "soon" } }] }""", "\"render_time\": not a duration; write one like \"250ms\", \"5s\" or \"1m30s\"")]
    [InlineData("""{ "template": { »"limits": 5 } }""", "\"limits\" must be an object")]
    [InlineData("""{ "template": { »"error_on_missing_key": "no" } }""", "\"error_on_missing_key\" must be true or false")]
    [InlineData("""{ "template": { »"reject_newlines": 1 } }""", "\"reject_newlines\" must be true or false")]
    [InlineData("""{ "template": { »"perms": 644 } }""", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    [InlineData("""{ "template": { »"perms": "0888" } }""", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    [InlineData("""{ "template": { »"perms": "77777" } }""", "\"perms\": not a file mode; write octal digits in quotes, like \"0644\"")]
    [InlineData("""{ "template": { »"check": {} } }""", "\"check\": not a command; write a string, or a list of strings with the program first")]
    [InlineData("""{ "template": { »"command": "" } }""", "\"command\": not a command; write a string, or a list of strings with the program first")]
    [InlineData("""{ "template": { »"command": [] } }""", "\"command\": not a command; write a string, or a list of strings with the program first")]
    [InlineData("""{ "template": { »"command": ["a", 1] } }""", "\"command\": not a command; write a string, or a list of strings with the program first")]
    [InlineData("""{ "consul": { "ssl": { »"verify": "no" } } }""", "\"verify\" must be true or false")]
    [InlineData("""{ »"agents": [] }""", "\"agents\" must be an object")]
    [InlineData("""{ »"agents": null }""", "\"agents\" must not be null")]
    [InlineData("""{ "agents": { »"east": "a:1" } }""", "\"east\" must be an object")]
    [InlineData("""{ "agents": { »"east": null } }""", "\"east\" must not be null")]
    [InlineData("""{ "agents": { »"east": {} } }""", "the agent \"east\" needs an \"address\"; nothing is taken from \"consul\", flags or the environment")]
    [InlineData("""{ "agents": { "west": { "address": "a:1" }, »"east": { "address": "", "token": "t" } } }""", "the agent \"east\" needs an \"address\"; nothing is taken from \"consul\", flags or the environment")]
    [InlineData("""{ "agents": { "east": { »"address": "localhost" } } }""", "the address 'localhost' has no port; write localhost:8500, or whatever the agent's port is")]
    [InlineData("""{ "agents": { "east": { "address": "a:1", "token": "t", »"token_file": "f" } } }""", "\"token\" and \"token_file\" say two things; write one of them")]
    [InlineData("""{ "agents": { "east": { "address": "a:1", »"auth": { "password": "p" } } } }""", "\"auth\" needs a \"username\"")]
    [InlineData("""{ "agents": { »"a.b": { "address": "a:1" } } }""", "the name of an agent is made of letters, digits, - and _")]
    [InlineData("""{ "agents": { »"": { "address": "a:1" } } }""", "the name of an agent is made of letters, digits, - and _")]
    [InlineData("""{ "agents": { "east": { "address": "a:1" }, »"east": { "address": "a:1" } } }""", "the key \"east\" stands here twice")]
    [InlineData("""{ "consul": { »"ssl": null } }""", "\"ssl\" must not be null")]
    public void A_value_of_the_wrong_kind_is_refused_with_what_to_write(string json, string problem) => Refuses(json, problem);

    [Theory]
    [InlineData("""{ "log_level": "info", »"log_level": "warn" }""", "the key \"log_level\" stands here twice")]
    [InlineData("""{ "consul": { "address": "a:1", »"address": "b:1" } }""", "the key \"address\" stands here twice")]
    [InlineData("""{ "template": [{ "contents": "x", »"contents": "y" }] }""", "the key \"contents\" stands here twice")]
    public void A_key_that_stands_twice_is_refused(string json, string problem) => Refuses(json, problem);

    [Theory]
    [InlineData("»", "not valid JSON: there is nothing in the file")]
    [InlineData("»consul {\n  token = \"secret\"\n}", "not valid JSON: this looks like HCL; give the file a name that ends in .hcl")]
    [InlineData("»# note\n{}", "not valid JSON: this looks like HCL; give the file a name that ends in .hcl")]
    [InlineData("{ \"template\": tru», \"consul\": { \"token\": \"secret\" } }", "not valid JSON: only true, false, null and numbers stand without quotes")]
    [InlineData("{ »template: 1 }", "not valid JSON: 't' is an invalid start of a property name. Expected a '\"'")]
    [InlineData("{ \"log_level\": \"info\" »\"wait\": \"5s\" }", "not valid JSON: '\"' is invalid after a value. Expected either ',', '}', or ']'")]
    [InlineData("{ /* äöü */ »x }", "not valid JSON: 'x' is an invalid start of a property name. Expected a '\"'")]
    public void What_is_not_JSON_is_refused_with_its_place(string json, string problem) => Refuses(json, problem);

    [Theory]
    [InlineData("""{ »"block_query_wait": "11m" }""", "\"block_query_wait\" must be above 0 and at most 10m, Consul's own limit")]
    [InlineData("""{ »"block_query_wait": "0" }""", "\"block_query_wait\" must be above 0 and at most 10m, Consul's own limit")]
    [InlineData("""{ "consul": { »"address": "ftp://x" } }""", "'ftp://x' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most 107 bytes)")]
    [InlineData("""{ "consul": { "retry": { »"attempts": -1 } } }""", "\"attempts\" must not be below 0; 0 asks for ever")]
    [InlineData("""{ "consul": { "retry": { »"backoff": "0s" } } }""", "\"backoff\" must be above 0 and at most 10m")]
    [InlineData("""{ "consul": { "retry": { »"backoff": "10m1s" } } }""", "\"backoff\" must be above 0 and at most 10m")]
    [InlineData("""{ "consul": { "retry": { "backoff": "2s", »"max_backoff": "1s" } } }""", "\"max_backoff\" must not be below \"backoff\", which is 2s")]
    [InlineData("""{ "consul": { "retry": { »"max_backoff": "100ms" } } }""", "\"max_backoff\" must not be below \"backoff\", which is 250ms")]
    [InlineData("""{ "consul": { "transport": { »"dial_timeout": "0" } } }""", "\"dial_timeout\" must be above 0")]
    [InlineData("""{ "consul": { "transport": { »"dial_keep_alive": "0s" } } }""", "\"dial_keep_alive\" must be above 0")]
    [InlineData("""{ "consul": { "transport": { »"idle_conn_timeout": "0s" } } }""", "\"idle_conn_timeout\" must be above 0")]
    [InlineData("""{ "consul": { "transport": { »"tls_handshake_timeout": "0s" } } }""", "\"tls_handshake_timeout\" must be above 0")]
    [InlineData("""{ "agents": { "east": { "address": "a:1", "retry": { »"attempts": -1 } } } }""", "\"attempts\" must not be below 0; 0 asks for ever")]
    [InlineData("""{ »"template": { "destination": "out" } }""", "a template needs either \"source\" or \"contents\"")]
    [InlineData("""{ "template": [»{ "destination": "out", "source": "a", "contents": "b" }] }""", "a template needs either \"source\" or \"contents\"")]
    [InlineData("""{ "template": { »"source": "", "destination": "out" } }""", "\"source\" must not be empty")]
    [InlineData("""{ "template": [»{ "source": "a" }] }""", "a template needs a \"destination\"")]
    [InlineData("""{ "template": { "source": "a", "destination": "b", »"check": ["haproxy", "--files={paths}"] } }""", "\"check\": {paths} must be an item of its own, since it stands for one argument for each file")]
    [InlineData("""{ "template": { "source": "a", "destination": "b", »"check": "haproxy -c" } }""", "\"check\" must mention {path}, which stands for the file to check, or {paths} for all files of the group")]
    [InlineData("""{ "template": { "source": "a", "destination": "b", »"check_timeout": "0s" } }""", "\"check_timeout\" must be above 0")]
    [InlineData("""{ "template": { "source": "a", "destination": "b", »"command_timeout": "0s" } }""", "\"command_timeout\" must be above 0")]
    [InlineData("""{ "template": [{ "source": "a", "destination": "b" }, { "source": "c", »"destination": "./x/../b" }] }""", "two templates write './x/../b'; give each its own destination")]
    [InlineData("""{ "limits": { »"nesting": 0 } }""", "\"nesting\" must be from 10 to 500")]
    [InlineData("""{ "limits": { »"nesting": 501 } }""", "\"nesting\" must be from 10 to 500")]
    [InlineData("""{ "limits": { »"include_depth": 1001 } }""", "\"include_depth\" must be from 1 to 1000")]
    [InlineData("""{ "limits": { »"iterations": -1 } }""", "\"iterations\" must be from 1 to 2000000000")]
    [InlineData("""{ "limits": { »"output_bytes": 1000000001 } }""", "\"output_bytes\" must be from 1 to 1000000000")]
    [InlineData("""{ "limits": { »"pattern_length": 20001 } }""", "\"pattern_length\" must be from 1 to 20000")]
    [InlineData("""{ "limits": { »"pattern_steps": 999 } }""", "\"pattern_steps\" must be from 1000 to 100000000000")]
    [InlineData("""{ "limits": { »"render_time": "0s" } }""", "\"render_time\" must be above 0 and at most 10m")]
    [InlineData("""{ "limits": { »"render_time": "10m1s" } }""", "\"render_time\" must be above 0 and at most 10m")]
    [InlineData("""{ "template": [{ "source": "a", "destination": "b", "limits": { "nesting": 50, »"include_depth": 0 } }] }""", "\"include_depth\" must be from 1 to 1000")]
    [InlineData("""{ "template": { "source": "a", »"destination": "b\u0000c" } }""", "\"destination\" holds a character that no file name can hold")]
    public void A_broken_rule_is_told_with_its_place(string json, string problem) => Refuses(json, problem);

    [Fact]
    public void Every_broken_rule_is_told_not_only_the_first()
    {
        var path = _directory.Write("settings.json", """
            {
              "block_query_wait": "0",
              "template": [
                { "destination": "a", "contents": "x", "check": "check" },
                { "contents": "y" }
              ]
            }
            """);
        var problems = Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path)).Problems;

        Assert.Equal(
            [
                $"{path}:2:3: \"block_query_wait\" must be above 0 and at most 10m, Consul's own limit",
                $"{path}:4:44: \"check\" must mention {{path}}, which stands for the file to check, or {{paths}} for all files of the group",
                $"{path}:5:5: a template needs a \"destination\"",
            ],
            problems);
    }

    // The example is read in the middle of lines and after characters of several bytes, so that columns are counted in characters.
    private void Refuses(string marked, string problem)
    {
        foreach (var before in new[] { "", "\n\n  ", "/* ä€ */ " })
        {
            var text = before + marked;
            var at = text.IndexOf('»', StringComparison.Ordinal);
            var line = text[..at].Count(letter => letter == '\n') + 1;
            var column = at - text.LastIndexOf('\n', at);
            var path = _directory.Write("settings.json", text.Replace("»", "", StringComparison.Ordinal));

            var exception = Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(path));
            Assert.Equal($"{path}:{line}:{column}: {problem}", exception.Problems[0]);
        }
    }
}
