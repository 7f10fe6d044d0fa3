using System.Diagnostics.CodeAnalysis;
using System.Text;
using Xunit;

namespace ConsulRender.Tests.Engine.Planning;

/// <summary>What must never be seen of a redacted key, whatever the template does with it.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A seed makes the test the same each time.")]
public sealed class RedactionTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Signs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private static readonly string[] Alphabets = [Letters, Digits, Letters + Digits, "0123456789abcdef", Letters + Digits + Signs, Signs, Letters + Digits + " .-", Letters + "äöüß世界é"];

    private static readonly string[] Uses =
    [
        "password={{ S }}",
        "password = \"{{ S }}\"; # the password",
        "{{ S }}",
        "a{{ S }}b{{ S }}c",
        "url: postgres://app:{{ S }}@db:5432/x?ssl=on",
        "{{ S | upcase }} {{ S | downcase }}",
        "b64 {{ S | base64_encode }}",
        "basic {{ S | prepend: 'user:' | base64_encode }}",
        "{{ S | reverse }}",
        "{{ S | to_json }}",
        "{{ S | url_encode }} {{ S | escape }}",
        "part {{ S | slice: 3, 6 }} rest",
        "{{ S | append: 'tail' | truncate: 12 }}",
        "{% if S == 'x' %}yes{% else %}no{% endif %}",
        "{% assign p = S | split: '' %}{% for c in p %}{{ c }}{% endfor %}",
        "{% assign p = S | split: '' %}{{ p | join: '' }} {{ p | reverse | join: '' }}",
        "{% for p in tree('secret') %}{{ p.key }}={{ p.value }};{% endfor %}",
        "{% for p in ls('secret') %}{{ p.value }}{% endfor %}",
        "{% capture x %}[{{ S }}]{% endcapture %}{{ x | replace: '[', '(' }}",
        "{{ tree('secret') | to_json }}",
        "{% assign m = S | sha256 %}sha {{ m }}",
    ];

    [Fact]
    public async Task No_piece_of_a_random_secret_is_seen_new_or_old()
    {
        var random = new Random(20261123);
        var masked = 0;
        for (var round = 0; round < 120; round++)
        {
            var alphabet = Alphabets[random.Next(Alphabets.Length)];
            var (secret, former) = (Secret(random, alphabet), Secret(random, alphabet));
            var template = Template(random);
            using var before = new PlanUnderTest { Redact = [] };
            before.Keys["secret/pw"] = former;
            var disk = Rendered(await before.With("out", template).TextAsync());
            if (before.Failures.Count > 0 || secret.Trim().Length == 0)
            {
                continue;
            }

            using var plan = new PlanUnderTest { Redact = ["secret/**"] };
            plan.Keys["secret/pw"] = secret;
            var text = await plan.With("out", template, random.Next(4) == 0 ? null : disk).TextAsync();
            masked += text.Contains("***", StringComparison.Ordinal) ? 1 : 0;
            AssertNothingOf(secret, text, template);
            AssertNothingOf(former, text, template);
            Assert.All(plan.Failures, failure => AssertNothingOf(secret, failure, template));
        }

        Assert.True(masked > 60, $"only {masked} plans showed a masked line");
    }

    [Theory]
    [InlineData("{% assign o = S | parse_json %}{{ o.password }} {{ o.user }}", """{"user":"someuser","password":"####sesame####","n":123456}""")]
    [InlineData("{% assign o = S | parse_json %}{% for p in o %}{{ p[0] }}: {{ p[1] }}\n{% endfor %}", """{"longsecretname":"valuevalue"}""")]
    [InlineData("{% assign o = S | parse_json %}{{ o.n | plus: 1 }} {{ o.n }}", """{"n":123456}""")]
    [InlineData("{% assign o = S | parse_json %}{% for i in o %}<{{ i }}>{% endfor %}", """["!!!!!!!!","sesameopen"]""")]
    [InlineData("{% assign o = S | parse_yaml %}{{ o.password }}", "user: someuser\npassword: sesameopen\n")]
    [InlineData("{{ S }}\nsesa open", "line one of it\nsesameopen\n    indented7\n")]
    [InlineData("{% if S contains 'sesame' %}a\nb\n{% endif %}c", "sesameopen")]
    [InlineData("[{{ S }}]", "!!!!----....====")]
    [InlineData("{{ S | split: '=' | last }}", "!!!!----....====++++")]
    [InlineData("{{ S }}", "\e[31mred-secret\a")]
    [InlineData("{{ S | base64_decode }}", "c2VzYW1lb3Blbg==")]
    [InlineData("{{ 'x' | regex_match: S }}", "(sesameopen")]
    public async Task Nothing_is_seen_of_what_stands_in_it(string template, string secret)
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/pw"] = secret;
        var text = await plan.With("out", Use(template)).TextAsync();
        foreach (var line in secret.Split('\n'))
        {
            AssertNothingOf(line, text + string.Concat(plan.Failures), template);
        }

        Assert.DoesNotContain("sesameopen", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
    }

    [Fact]
    public async Task No_value_of_a_random_JSON_text_is_seen_however_it_is_written()
    {
        var random = new Random(5);
        string[] uses = ["pass {{ j.pass }}", "b64 {{ j.pass | base64_encode }}", "x{{ j.pass | reverse }}", "{{ j.user }} {{ j.pass | upcase }}", "{{ j | to_json }}"];
        for (var round = 0; round < 60; round++)
        {
            var pass = Secret(random, round % 2 == 0 ? Signs : Alphabets[random.Next(Alphabets.Length)]).Replace("\n", "", StringComparison.Ordinal);
            var written = random.Next(2) == 0
                ? string.Concat(pass.Select(character => $"\\u{(int)character:x4}"))
                : System.Text.Json.JsonEncodedText.Encode(pass).ToString();
            var template = "{% assign j = key('secret/pw') | parse_json %}" + uses[random.Next(uses.Length)] + "\n";
            using var plan = new PlanUnderTest { Redact = ["secret/**"] };
            plan.Keys["secret/pw"] = $$"""{"user":"svc","pass":"{{written}}"}""";
            var text = await plan.With("out", template).TextAsync();
            AssertNothingOf(pass, text + string.Concat(plan.Failures), template);
            Assert.Contains("***", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{% assign n = key('secret/pw') | base64_encode | parse_int %}{{ n }}")]
    [InlineData("a {{ key('secret/pw') | parse_json }}")]
    [InlineData("{{ key(key('secret/pw')) }}")]
    [InlineData("{% assign k = key('secret/pw') | base64_encode %}{{ key(k) }}")]
    public async Task A_failure_of_a_template_that_read_it_tells_only_the_place(string template)
    {
        foreach (var secret in new[] { "hunter2-X9kq!zz", "h2!" })
        {
            using var plan = new PlanUnderTest { Redact = ["secret/**"] };
            plan.Keys["secret/pw"] = secret;
            await plan.With("out", template).TextAsync();
            Assert.Matches(":1:[0-9]+: why is not shown, because it read redacted keys \\(run consulrender -once -dry where its output may be seen\\)$", Assert.Single(plan.Failures));
            Assert.DoesNotContain(secret, plan.Failures[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_items_with_one_derived_name_tell_it_to_nobody()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/a"] = "sesameopen";
        plan.Keys["secret/b"] = "sesameopen";
        await plan.With("x", "v\n", adjust: template => template with { ForEach = "tree('secret')", Destination = plan.Directory.Path("s/{{ item.value | base64_encode }}.conf") }).TextAsync();
        var failure = Assert.Single(plan.Failures);
        Assert.Contains(": why is not shown", failure, StringComparison.Ordinal);
        AssertNothingOf("sesameopen", failure, "");
    }

    [Fact]
    public void What_a_group_waits_for_may_be_derived_and_is_told_as_a_place()
    {
        var missing = new ConsulRender.Templating.MissingDependency(new ConsulRender.Consul.Dependencies.KeyValue("hunter2"), new("t.liquid", 1, 4), IsAbsent: true) { IsHidden = true };
        var status = new RunnerStatus([new GroupStatus("t", null, [missing])], RunnerStatus.Empty.Troubles);
        Assert.Equal(["something that is not shown, at t.liquid:1:4"], status.WaitingFor());
        Assert.DoesNotContain("hunter2", string.Concat(ConsulRender.Cli.Progress.ProgressLines.Of(status)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_was_computed_from_it_is_not_seen()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/pw"] = "999999";
        Assert.DoesNotMatch("[0-9]{3}", (await plan.With("out", Use("n={{ S | plus: 1 }};")).TextAsync()).Replace("0644", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_never_used_it_shows_what_is_new_and_nothing_old_that_nobody_knows()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["public"] = "visible";
        var text = await plan.With("out", "a {{ key('public') }}\nport 80\n", "a visible\npassword oldsecret\nport 80\n").TextAsync();
        Assert.Contains("\n a visible\n-***\n port 80\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_text_elsewhere_is_masked_in_the_file_that_uses_the_key_and_not_in_others()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/pw"] = "haproxy";
        var text = await plan.With("a", Use("pw {{ S }}\nuser haproxy\n")).With("b", "user haproxy\n").TextAsync();
        Assert.Contains("+pw ***\n+user ***\n", text, StringComparison.Ordinal);
        Assert.EndsWith("+user haproxy\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_match_no_pattern_are_seen()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/pw"] = "sesameopen";
        plan.Keys["secrets/pw"] = "known-to-all";
        Assert.Contains("+*** known-to-all\n", await plan.With("out", Use("{{ S }} {{ key('secrets/pw') }}\n")).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_name_of_a_file_is_not_seen_either()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/a"] = "sesameopen";
        plan.Keys["public/b"] = "fine";
        var text = await plan.With("x", "v {{ item.value }}\n", adjust: template => template with { ForEach = "tree('secret')", Destination = plan.Directory.Path("s/{{ item.value }}.conf") })
            .With("y", "v {{ item.value }}\n", adjust: template => template with { ForEach = "tree('public')", Destination = plan.Directory.Path("p/{{ item.value }}.conf") })
            .TextAsync();
        Assert.Empty(plan.Failures);
        AssertNothingOf("sesameopen", text, "");
        Assert.Contains("DIR/s/{{ item.value }}.conf (a name with redacted keys in it): new file", text, StringComparison.Ordinal);
        Assert.Contains("+v ***\n", text, StringComparison.Ordinal);
        Assert.Contains("DIR/p/fine.conf: new file", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_secrets_is_seen_and_its_text_is_masked()
    {
        using var plan = new PlanUnderTest { Redact = ["secret/*"] };
        plan.Keys["secret/one"] = "sesameopen";
        plan.Keys["secret/two"] = "openseasame";
        var text = await plan.With("x", "v {{ item.value }}\n", adjust: template => template with { ForEach = "tree('secret')", Destination = plan.Directory.Path("s/{{ item.key }}.conf") }).TextAsync();
        Assert.Contains("DIR/s/one.conf: new file", text, StringComparison.Ordinal);
        Assert.Contains("DIR/s/two.conf: new file", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("+v ***\n").Length - 1);
    }

    [Fact]
    public async Task A_file_whose_item_is_gone_is_shown_as_removed()
    {
        using var plan = new PlanUnderTest();
        plan.Keys["k/one"] = "1";
        plan.With("x", "v {{ item.value }}\n", adjust: template => template with { ForEach = "tree('k')", Destination = plan.Directory.Path("s/{{ item.key }}.conf"), Check = null, Command = null });
        await plan.ApplyAsync("""{ "keys": { "k/one": "1", "k/two": "2" } }""");
        var text = await plan.TextAsync();
        Assert.Equal("DIR/s/two.conf: removed\n--- aDIR/s/two.conf\n+++ /dev/null\n@@ -1 +0,0 @@\n-v 2\n", text);
    }

    private static string Template(Random random)
    {
        var lines = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(3) == 0 ? $"plain line {random.Next(100)}" : Uses[random.Next(Uses.Length)]);
        return Use(string.Join('\n', lines)) + (random.Next(2) == 0 ? "\n" : "");
    }

    private static string Use(string template) => template.Replace(" S ", " key('secret/pw') ", StringComparison.Ordinal).Replace(" S=", " key('secret/pw') =", StringComparison.Ordinal)
        .Replace(": S ", ": key('secret/pw') ", StringComparison.Ordinal);

    private static string Secret(Random random, string alphabet)
    {
        var text = new StringBuilder();
        for (var length = random.Next(8, 40); length > 0; length--)
        {
            text.Append(alphabet[random.Next(alphabet.Length)]);
        }

        return random.Next(6) == 0 ? text.Insert(text.Length / 2, "\n").ToString() : text.ToString();
    }

    // The text of a new file, out of its difference.
    private static string Rendered(string plan)
    {
        var text = string.Concat(plan.Split('\n').Where(line => line.StartsWith('+') && !line.StartsWith("+++ ", StringComparison.Ordinal)).Select(line => line[1..] + "\n"));
        return plan.Contains("\\ No newline", StringComparison.Ordinal) ? text.TrimEnd('\n') : text;
    }

    private static void AssertNothingOf(string secret, string text, string template)
    {
        // What every plan says, and what the template says by itself, is no secret.
        var own = template + "\n--- /dev/null\n+++ b/DIR/out\n--- a/DIR/out\nDIR/out: new file, mode 0644 *** @@ No newline at end of file ! the texts differ; the difference is not shown: which lines there are depends on redacted keys yes no";
        foreach (var form in new[] { secret, secret.ToUpperInvariant(), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), new string([.. secret.Reverse()]) })
        {
            for (var at = 0; at + 4 <= form.Length; at++)
            {
                var piece = form.Substring(at, 4);
                Assert.False(
                    !string.IsNullOrWhiteSpace(piece) && text.Contains(piece, StringComparison.Ordinal) && !own.Contains(piece, StringComparison.Ordinal),
                    $"\"{piece}\" of \"{form}\" stands in\n{text}\nof\n{template}");
            }
        }
    }
}
