using ConsulRender.Settings;
using ConsulRender.Settings.Tree;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

/// <summary>What holds when several files speak.</summary>
public sealed class SettingsMergeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Of_a_scalar_the_last_word_counts_and_what_it_does_not_say_stays()
    {
        var settings = Read("log_level = \"warn\"\npid_file = \"a\"\nconsul {\n address = \"a:1\"\n namespace = \"n\"\n}", "{ \"log_level\": \"debug\", \"consul\": { \"address\": \"b:1\" } }");

        Assert.Equal((LogSeverity.Debug, "a", "b:1", "n"), (settings.LogLevel, settings.PidFile, settings.Consul.Address, settings.Consul.Namespace));
    }

    [Fact]
    public void Templates_add_up_in_the_order_of_the_files()
    {
        var settings = Read(
            "template {\n contents = \"x\"\n destination = \"a\"\n}",
            "{ \"template\": [ { \"contents\": \"x\", \"destination\": \"b\" }, { \"contents\": \"x\", \"destination\": \"c\" } ] }",
            "template {\n contents = \"x\"\n destination = \"d\"\n}\ntemplate {\n contents = \"x\"\n destination = \"e\"\n}");

        Assert.Equal(["a", "b", "c", "d", "e"], settings.Template.Select(template => template.Destination));
    }

    [Fact]
    public void Of_other_lists_the_last_one_counts_but_those_of_the_environment_of_the_child_add_up()
    {
        var settings = Read(
            "template_dirs = [\"a\"]\nredact = [\"x\"]\nexec {\n command = \"run\"\n env {\n custom = [\"A=1\"]\n denylist = [\"B\"]\n }\n}",
            "template_dirs = [\"b\"]\nexec {\n env {\n custom = [\"C=1\"]\n denylist = [\"D\"]\n }\n}");

        Assert.Equal(["b"], settings.TemplateDirs);
        Assert.Equal(["x"], settings.Redact);
        Assert.Equal(["A=1", "C=1"], settings.Exec!.Env.Custom);
        Assert.Equal(["B", "D"], settings.Exec.Env.Denylist);
    }

    [Fact]
    public void Vars_are_merged_key_by_key() =>
        Assert.Equal(
            """{"a":{"b":1,"c":3},"d":[2],"e":null}""",
            Read("""{ "vars": { "a": { "b": 1, "c": 2 }, "d": [1, 1] } }""", """{ "vars": { "a": { "c": 3 }, "d": [2], "e": null } }""").Vars.GetRawText());

    [Theory]
    [InlineData("token = \"a\"", "token_file = \"b\"", "", "b")]
    [InlineData("token_file = \"a\"", "token = \"b\"", "b", "")]
    [InlineData("token = \"a\"", "token = \"\"", "a", "")]
    [InlineData("token = \"a\"", "namespace = \"n\"", "a", "")]
    public void A_token_and_a_file_of_one_are_one_word(string first, string second, string token, string file)
    {
        var consul = Read($"consul {{\n {first}\n}}", $"consul {{\n {second}\n}}").Consul;

        Assert.Equal((token, file), (consul.Token?.Reveal() ?? "", consul.TokenFile ?? ""));
    }

    [Theory]
    [InlineData("username = \"a\"\n password = \"p\"", "username = \"b\"", "b", "")]
    [InlineData("username = \"a\"\n password = \"p\"", "password = \"q\"", "a", "q")]
    [InlineData("username = \"a\"\n password = \"p\"", "enabled = true", "a", "p")]
    public void A_password_belongs_to_its_user_name(string first, string second, string name, string password)
    {
        var auth = Read($"consul {{\n auth {{\n {first}\n }}\n}}", $"consul {{\n auth {{\n {second}\n }}\n}}").Consul.Auth;

        Assert.Equal((name, password), (auth.Username, auth.Password?.Reveal() ?? ""));
    }

    [Theory]
    [InlineData("ca_cert = \"f\"", "", true)]
    [InlineData("ca_cert = \"f\"", "enabled = false", false)]
    [InlineData("enabled = false", "ca_cert = \"f\"", false)]
    [InlineData("verify = false", "", true)]
    [InlineData("ca_cert = \"\"", "", false)]
    [InlineData("", "", false)]
    public void Any_key_of_ssl_asks_for_TLS_unless_somebody_says_no(string first, string second, bool wants) =>
        Assert.Equal(wants, Read($"consul {{\n ssl {{\n {first}\n }}\n}}", $"consul {{\n ssl {{\n {second}\n }}\n}}").Consul.WantsTls());

    [Theory]
    [InlineData("wait = \"5s:10s\"", "wait {\n min = \"1s\"\n}", "1s:4s")]
    [InlineData("wait {\n min = \"5s\"\n max = \"6s\"\n}", "wait = \"1s\"", "1s:4s")]
    [InlineData("wait {\n min = \"5s\"\n max = \"60s\"\n}", "wait {\n min = \"10s\"\n}", "10s:1m")]
    [InlineData("wait {\n min = \"5s\"\n}", "wait {\n enabled = false\n}", "0s:0s")]
    public void A_wait_may_be_a_text_in_one_file_and_a_block_in_another(string first, string second, string wait)
    {
        var read = Read(first, second).Wait;

        Assert.Equal(wait, $"{GoDuration.Format(read.Minimum)}:{GoDuration.Format(read.Maximum)}");
    }

    [Fact]
    public void An_agent_is_merged_with_itself_alone()
    {
        var settings = Read("consul {\n token = \"t\"\n}\nagents {\n east {\n address = \"e:1\"\n token = \"a\"\n }\n}", "consul \"east\" {\n token_file = \"f\"\n}\nconsul \"west\" {\n address = \"w:1\"\n}");

        Assert.Equal(["east", "west"], settings.AgentNames());
        Assert.Equal(("e:1", null, "f"), (settings.Agents["east"].Address, settings.Agents["east"].Token, settings.Agents["east"].TokenFile));
        Assert.Null(settings.Agents["west"].Token);
        Assert.Equal("t", settings.Consul.Token!.Reveal());
    }

    [Theory]
    [InlineData("settings.hcl", "consul = \"a:1\"", "1:10")]
    [InlineData("settings.json", "{ \"consul\": \"a:1\" }", "1:3")]
    public void An_address_alone_is_read_and_warned_of(string name, string text, string place)
    {
        var path = _directory.Write(name, text);
        var loaded = SettingsUnderTest.Load(path);

        Assert.Equal("a:1", loaded.Settings.Consul.Address);
        Assert.Equal([$"{path}:{place}: \"consul\" as a text is an old form; write consul {{ address = ... }}"], loaded.Warnings);
    }

    [Fact]
    public void Only_the_flag_counts_more_than_the_word_of_a_template_about_failures()
    {
        var path = _directory.Write("s.hcl", "template_error_fatal = false\ntemplate {\n contents = \"x\"\n destination = \"a\"\n error_fatal = true\n}");
        var flag = SettingsTree.Of(new SettingsSwitch(false, new SettingsOrigin("flag")), "template_error_fatal");

        Assert.True(SettingsUnderTest.Read(path).Template[0].ErrorFatal);
        Assert.False(SettingsLoader.Load([path], SettingsTree.Empty(""), flag).Settings.Template[0].ErrorFatal);
    }

    [Fact]
    public void Many_vars_of_two_files_are_merged_without_a_copy_of_all_for_each()
    {
        static string Vars(int first) => $"{{ \"vars\": {{ {string.Join(", ", Enumerable.Range(first, 60_000).Select(number => $"\"k{number}\": {first}"))} }} }}";
        var before = GC.GetAllocatedBytesForCurrentThread();
        var vars = Read(Vars(0), Vars(30_000)).Vars;

        Assert.Equal((90_000, 0, 30_000), (vars.EnumerateObject().Count(), vars.GetProperty("k29999").GetInt32(), vars.GetProperty("k30000").GetInt32()));

        // 77 MB for texts of 2 MB; a copy for each would be some hundred gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000_000);
    }

    [Fact]
    public void A_mistake_that_two_files_make_together_is_told_at_the_later_one()
    {
        var (first, second) = (_directory.Write("a.hcl", "wait {\n max = \"5s\"\n min = \"1s\"\n}"), _directory.Write("b.hcl", "\nwait {\n min = \"10s\"\n}"));

        Assert.StartsWith($"{second}:2:1: ", Assert.Single(Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(first, second)).Problems), StringComparison.Ordinal);
    }

    private ConsulRender.Settings.Settings Read(params string[] texts) =>
        SettingsUnderTest.Read([.. texts.Index().Select(text => _directory.Write($"{text.Index}.{(text.Item.StartsWith('{') ? "json" : "hcl")}", text.Item))]);
}
