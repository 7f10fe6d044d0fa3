using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Guards;

/// <summary>What guards count, compare with and leave alone.</summary>
public sealed class GuardTests : IDisposable
{
    private const string Loop = "{% for s in services() %}{{ s.name }}:{% for i in service(s.name) %} {{ i.id }}{% endfor %}\n{% endfor %}";

    private readonly GuardUnderTest _group = new();

    public void Dispose() => _group.Dispose();

    [Fact]
    public async Task Instances_are_counted_once_whatever_tags_they_were_asked_for()
    {
        _group.With("out", "{{ service(\"a.web\").size }}{{ service(\"b.web\").size }}", new() { MinInstances = Web(3) });
        _group.Answer(new HealthyService("web", "a"), GuardUnderTest.Instances("web", "1", "2"));
        await _group.Answer(new HealthyService("web", "b"), GuardUnderTest.Instances("web", "2", "1")).ApplyAsync();
        Assert.Equal("DIR/out: min_instances: the answers have 2 instances of \"web\", and 3 are the least", _group.Reasons);

        await _group.Answer(new HealthyService("web", "b"), GuardUnderTest.Instances("web", "2", "3")).ApplyAsync();
        Assert.True(_group.IsApplied);
    }

    [Fact]
    public async Task A_service_that_the_template_does_not_ask_for_has_no_instances()
    {
        await _group.With("out", "x", new() { MinInstances = Web(1) }).ApplyAsync();

        Assert.Equal("DIR/out: min_instances: the answers have 0 instances of \"web\", and 1 is the least", _group.Reasons);
    }

    [Fact]
    public async Task Everything_that_is_refused_is_told_at_once()
    {
        _group.With("out", "{% assert false, \"no\" %}{{ service(\"web\").size }}", new() { MinInstances = Web(3), Require = ["a"], Forbid = ["1"], MaxShrink = 0 });
        _group.Directory.Write("out", "1\n2\n");
        await _group.Service("web", "1").ApplyAsync();

        Assert.Equal(
            [
                "DIR/out: min_instances: the answers have 1 instance of \"web\", and 3 are the least",
                "DIR/out: max_shrink: of 2 lines 1 would be left; at most 0% may go",
                "DIR/out: require: nothing in the text matches \"a\"",
                "DIR/out: forbid: line 1 matches \"1\"",
                "contents of DIR/out:1:1: assert: no",
            ],
            _group.Reasons.Split('\n'));
    }

    [Fact]
    public async Task A_refusal_of_one_template_keeps_the_whole_group_as_it_is()
    {
        _group.With("one", "{{ key(\"n\") }}", null).With("two", "{{ key(\"n\") }}", new() { Forbid = ["2"] });
        await _group.Key("n", "1").ApplyAsync();
        await _group.Key("n", "2").ApplyAsync();

        Assert.Equal("DIR/two: forbid: line 1 matches \"2\"", _group.Reasons);
        Assert.Equal(("1", "1"), (_group.Directory.Read("one"), _group.Directory.Read("two")));
    }

    [Fact]
    public async Task What_was_never_written_is_compared_with_nothing()
    {
        _group.With("out", "x {{ service(\"web\").size }}", new() { HoldEmpty = TimeSpan.FromMinutes(5), MaxShrink = 0, MaxShrinkInstances = 0 });
        await _group.Service("web").ApplyAsync();

        Assert.True(_group.IsApplied);
    }

    [Fact]
    public async Task After_a_restart_the_lines_of_the_file_are_what_counts()
    {
        _group.With("out", "{{ service(\"web\") | map: \"id\" | join: \"\n\" }}\n", new() { MaxShrink = 50 });
        _group.Directory.Write("out", "1\n2\n3\n4\n5");
        await _group.Service("web", "1", "2").ApplyAsync();
        Assert.Equal("DIR/out: max_shrink: of 5 lines 2 would be left; at most 50% may go", _group.Reasons);

        await _group.Service("web", "1", "2", "3").ApplyAsync();
        Assert.True(_group.IsApplied);
    }

    [Fact]
    public async Task Lines_that_somebody_else_wrote_into_the_file_do_not_count()
    {
        _group.With("out", "{{ key(\"n\") }}\n", new() { MaxShrink = 50 });
        await _group.Key("n", "1").ApplyAsync();
        _group.Directory.Write("out", "1\n2\n3\n4\n5");
        await _group.ApplyAsync();

        Assert.True(_group.IsApplied);
        Assert.Equal("1\n", _group.Directory.Read("out"));
    }

    [Fact]
    public async Task After_a_restart_the_readings_that_were_kept_are_what_counts()
    {
        _group.With("out", "x {{ service(\"web\").size }}", new() { HoldEmpty = TimeSpan.FromMinutes(5), MaxShrinkInstances = 50 });
        Dependency web = new HealthyService("web"), other = new HealthyService("other");
        _group.Group.Accept(new[] { web, other }.ToDictionary(query => query, query => new Reading(query, 1, GuardUnderTest.Instances("web", "1", "2"), default)));
        await _group.Service("web").ApplyAsync();

        Assert.Equal(
            [
                "DIR/out: hold_empty: service(\"web\") had data and has had none since 2026-11-23T06:00:00Z; that is believed after 5m",
                "DIR/out: max_shrink_instances: of 2 instances of \"web\" 0 would be left; at most 50% may go",
            ],
            _group.Reasons.Split('\n'));
    }

    [Fact]
    public async Task A_service_that_is_gone_from_the_list_counts_as_empty()
    {
        _group.With("out", Loop, new() { HoldEmpty = TimeSpan.FromMinutes(5), MaxShrinkInstances = 50 });
        await _group.Names("db", "web").Service("db", "1").Service("web", "2").ApplyAsync();
        await _group.Names("db").ApplyAsync();

        Assert.Equal(
            [
                "DIR/out: hold_empty: service(\"web\") had data and has had none since 2026-11-23T06:00:00Z; that is believed after 5m",
                "DIR/out: max_shrink_instances: of 1 instance of \"web\" 0 would be left; at most 50% may go",
            ],
            _group.Reasons.Split('\n'));
        Assert.Equal("db: 1\nweb: 2\n", _group.Directory.Read("out"));
    }

    [Fact]
    public async Task What_the_template_does_not_ask_for_any_more_is_not_doubted()
    {
        _group.With("out", "{% if key(\"n\") == \"1\" %}{{ service(\"web\").size }}{% else %}none{% endif %}", new() { HoldEmpty = TimeSpan.FromMinutes(5), MaxShrinkInstances = 0 });
        await _group.Key("n", "1").Service("web", "1").ApplyAsync();
        await _group.Key("n", "2").ApplyAsync();

        Assert.Equal("none", _group.Directory.Read("out"));
    }

    [Theory]
    [InlineData("{{ tree(\"a\").size }}")]
    [InlineData("{{ keys(\"a\").size }}")]
    [InlineData("{{ key_or_default(\"a\", \"0\") }}")]
    [InlineData("{{ services().size }}")]
    public async Task Every_kind_of_answer_of_Consul_can_be_held(string contents)
    {
        _group.With("out", contents, new() { HoldEmpty = TimeSpan.FromMinutes(5) });
        (Dependency Question, object Full, object? Empty)[] answers =
        [
            (new KeyTree("a"), (EquatableList<KeyPair>)[new KeyPair("a/b", "b", "1", 0)], EquatableList<KeyPair>.Empty),
            (new KeyNames("a"), (EquatableList<string>)["a/b"], EquatableList<string>.Empty),
            (new KeyValue("a"), "1", null),
            (new ServiceNames(), (EquatableList<ServiceName>)[new ServiceName("web", [])], (EquatableList<ServiceName>)[new ServiceName("consul", [])]),
        ];
        foreach (var (question, full, _) in answers)
        {
            _group.Answer(question, full);
        }

        await _group.ApplyAsync();
        var question0 = Assert.Single(_group.Group.Used);
        await _group.Answer(question0, answers.Single(answer => answer.Question == question0).Empty).ApplyAsync();

        Assert.StartsWith($"DIR/out: hold_empty: {question0} had data and has had none since ", _group.Reasons, StringComparison.Ordinal);
        Assert.Equal("1", _group.Directory.Read("out"));
    }

    [Fact]
    public async Task Data_between_two_evaluations_begin_the_time_anew()
    {
        _group.With("out", "x {{ service(\"web\").size }}", new() { HoldEmpty = TimeSpan.FromMinutes(5) });
        await _group.Service("web", "1").ApplyAsync();
        await _group.Service("web").ApplyAsync();
        _group.Clock.Advance(TimeSpan.FromMinutes(4));
        _group.Service("web", "1");
        await _group.Service("web").ApplyAsync();

        Assert.Equal(_group.Clock.GetUtcNow(), _group.Group.Hold!.Since);
        _group.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(_group.Group.IsEvaluationDue);
        _group.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_group.Group.IsEvaluationDue);
    }

    [Fact]
    public async Task Another_reason_has_a_time_of_its_own()
    {
        _group.With("out", "{{ key(\"n\") }}", new() { Forbid = ["2", "3"], Hold = TimeSpan.FromMinutes(5) });
        await _group.Key("n", "1").ApplyAsync();
        await _group.Key("n", "2").ApplyAsync();
        _group.Clock.Advance(TimeSpan.FromMinutes(3));
        await _group.Key("n", "3").ApplyAsync();

        Assert.False(_group.Failure.IsTold);
        Assert.Equal((_group.Clock.GetUtcNow(), _group.Clock.GetUtcNow() + TimeSpan.FromMinutes(5)), (_group.Group.Hold!.Since, _group.Group.Hold.Expires));
    }

    [Fact]
    public async Task A_clock_that_jumps_ends_no_hold()
    {
        _group.With("out", "{{ key(\"n\") }}", new() { Forbid = ["2"], Hold = TimeSpan.FromMinutes(5) });
        await _group.Key("n", "1").ApplyAsync();
        await _group.Key("n", "2").ApplyAsync();
        _group.Clock.Jump = TimeSpan.FromDays(1);
        await _group.ApplyAsync();

        Assert.Equal("1", _group.Directory.Read("out"));
        Assert.Equal(TimeSpan.FromMinutes(5), _group.Group.Remaining);
    }

    [Fact]
    public async Task What_was_released_is_tried_again_after_a_check_that_failed()
    {
        _group.With("out", "{{ key(\"n\") }}", new() { Forbid = ["2"] }, template => template with { Check = _group.Directory.Command("test -e DIR/fine -a -e {path}") });
        _group.Directory.Write("fine", "");
        await _group.Key("n", "1").ApplyAsync();
        await _group.Key("n", "2").ApplyAsync();
        File.Delete(_group.Directory.Path("fine"));
        Assert.True(_group.Group.Release());
        await _group.ApplyAsync();
        Assert.Equal(FailureKind.Check, _group.Failure.Kind);
        Assert.Null(_group.Group.Hold);

        _group.Directory.Write("fine", "");
        await _group.ApplyAsync();
        Assert.Equal("2", _group.Directory.Read("out"));
    }

    [Fact]
    public async Task A_release_does_not_outlive_an_evaluation_without_a_change()
    {
        _group.With("out", "{% if key_or_default(\"wait\", \"\") == \"yes\" %}{{ key(\"gone\") }}{% endif %}{{ key(\"n\") }}", new() { Forbid = ["2"] });
        await _group.Key("wait", "no").Key("n", "1").ApplyAsync();
        await _group.Key("n", "2").ApplyAsync();
        Assert.True(_group.Group.Release());
        _group.Key("wait", "yes").Evaluate();
        await _group.Key("wait", "no").ApplyAsync();

        Assert.Equal("1", _group.Directory.Read("out"));
    }

    [Fact]
    public async Task A_long_list_of_reasons_is_cut()
    {
        var services = Enumerable.Range(0, 100).Select(number => $"s{number:00}").ToArray();
        _group.With("out", Loop, new() { HoldEmpty = TimeSpan.FromMinutes(5) });
        _group.Names(services);
        foreach (var service in services)
        {
            _group.Service(service, "1");
        }

        await _group.ApplyAsync();
        await _group.Names("consul").Service("consul", "1").ApplyAsync();

        var lines = _group.Reasons.Split('\n');
        Assert.Equal(20, lines.Length);
        Assert.StartsWith("DIR/out: hold_empty: service(\"s00\")", lines[0], StringComparison.Ordinal);
        Assert.Equal("group: and 82 reasons more", lines[^1]);
    }

    [Fact]
    public async Task A_search_that_takes_too_long_is_refused()
    {
        _group.With("out", "{{ key(\"n\") }}", new() { Require = ["(a|b)*c"], Forbid = ["(a|b)*d"] }, template => template with { Limits = new LimitSettings { PatternSteps = 1000 } });
        await _group.Key("n", new string('a', 10_000) + "c").ApplyAsync();

        Assert.Equal(2, _group.Reasons.Split('\n').Count(line => line.Contains("this search takes more than 1000 steps", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_for_each_the_lines_of_each_file_and_the_number_of_files_count()
    {
        _group.With("out", "{% for i in (1..4) %}{{ i }} {{ key(item) }}\n{% endfor %}", new() { MaxShrink = 50 }, template => template with
        {
            ForEach = "key(\"items\") | split: \",\"",
            Destination = _group.Directory.Path("{{ item }}.conf"),
            Contents = "{{ key(item) | replace: \" \", \"\n\" }}\n",
        });
        _group.Key("a", "1 2 3").Key("b", "1").Key("c", "1");
        await _group.Key("items", "a,b,c").ApplyAsync();
        await _group.Key("items", "a").Key("a", "1").ApplyAsync();

        Assert.Equal(
            [
                "DIR/a.conf: max_shrink: of 3 lines 1 would be left; at most 50% may go",
                "DIR/{{ item }}.conf: max_shrink: of 3 files 1 would be left; at most 50% may go",
            ],
            _group.Reasons.Split('\n'));
        await _group.Key("items", "a,b").Key("a", "1 2").ApplyAsync();
        Assert.True(_group.IsApplied);
        Assert.False(File.Exists(_group.Directory.Path("c.conf")));
    }

    [Fact]
    public async Task A_for_each_that_has_no_items_is_released_like_any_other_change()
    {
        _group.With("out", "x", null, template => template with { ForEach = "key(\"items\") | split: \",\"", Destination = _group.Directory.Path("{{ item }}.conf") });
        await _group.Key("items", "a,b").ApplyAsync();
        await _group.Key("items", "").ApplyAsync();
        Assert.Contains("for_each gives no items", _group.Reasons, StringComparison.Ordinal);
        Assert.True(_group.Group.Release());
        await _group.ApplyAsync();

        Assert.True(_group.IsApplied);
        Assert.False(File.Exists(_group.Directory.Path("a.conf")));
    }

    [Fact]
    public async Task Without_a_guard_nothing_is_held_or_released()
    {
        await _group.With("out", "{{ key(\"n\") }}", null).Key("n", "1").ApplyAsync();

        Assert.True(_group.IsApplied);
        Assert.Null(_group.Group.Hold);
        Assert.False(_group.Group.Release());
    }

    private static Dictionary<string, int> Web(int least) => new() { ["web"] = least };
}
