using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using ConsulRender.Templating.Rounds;
using Xunit;

namespace ConsulRender.Tests.Templating.Rounds;

/// <summary>Which rounds are run again is told by counts; that the text is right whatever happens, <see cref="RememberingFuzzTests"/> tells.</summary>
public sealed class RenderMemoryTests
{
    private readonly RenderMemory _memory = new();
    private Snapshot _snapshot = Snapshot.Empty;

    public RenderMemoryTests()
    {
        Names("api", "db", "web");
        Service("api", 80);
        Service("db", 81);
        Service("web", 82, 83);
    }

    [Theory]
    [InlineData("{% for s in services %}{% for i in service(s.name) %}{{ i.id }} {{ i.tags | join: \",\" }}\n{% endfor %}{% endfor %}")]
    [InlineData("{% for s in services reversed %}{% assign all = service(s) %}{{ all | map: \"port\" | join: \" \" }};{% endfor %}")]
    [InlineData("{% for s in services %}{% capture line %}{% for i in service(s) %}{{ i.port }} {% endfor %}\n{% endcapture %}{{ line }}{% endfor %}{{ line }}")]
    [InlineData("{% macro m(s) %}{% for i in service(s) %}{{ i.port }}{% endfor %}{% endmacro %}{% for s in services %}{{ m(s) }}{% endfor %}")]
    [InlineData("{% assign known = \"api,db,web\" | split: \",\" %}{% for s in known %}{{ service(s) | size }}{% for i in service(s) %}{{ i.port }}{% endfor %}{% endfor %}")]
    [InlineData("{% assign x = 1 %}{% for s in services %}{{ x }}{% for i in service(s) %}{{ i.port }}{% if forloop.last %}.{% endif %}{% endfor %}{% endfor %}")]
    [InlineData("{% for n in (1..1) %}{% for s in services %}{% for i in service(s) %}{{ i.port }}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% for s in services %}{% if s.name == \"api\" %}{% assign first = service(s) %}{% else %}{% assign other = service(s) %}{% endif %}{{ service(s) | size }}{% endfor %}{{ first | map: \"port\" }}{{ other | map: \"port\" }}")]
    public void Of_three_rounds_one_is_run_again_when_its_answer_changed(string text)
    {
        var template = Parse(text);
        Render(template);
        Service("db", 99);

        Assert.Equal(Plain(template), Render(template));
        Assert.Equal(2, _memory.Replayed);
    }

    [Theory]
    [InlineData("{% for s in services %}{{ forloop.index }}{{ service(s) | size }}{% endfor %}")]
    [InlineData("{% for s in services %}{% increment n %}{{ service(s) | size }}{% endfor %}")]
    [InlineData("{% assign n = 0 %}{% for s in services %}{% for i in service(s) %}{% assign n = n | plus: 1 %}{{ n }} {% endfor %}{% endfor %}")]
    [InlineData("{% for s in services %}{{ \"now\" | date: \"%s\" }}{{ service(s) | size }}{% endfor %}")]
    public void What_depends_on_other_rounds_or_on_the_time_is_run_again(string text)
    {
        var template = Parse(text);
        Render(template);
        Service("db", 98, 99);

        Assert.Equal(Plain(template), Render(template));
        Assert.Equal(0, _memory.Replayed);
    }

    [Fact]
    public void A_round_is_found_again_when_others_came_and_went()
    {
        var template = Parse("{% for s in services %}{{ s.name }}:{{ service(s) | size }} {% endfor %}");
        Service("app", 84);
        Service("zoo");
        Render(template);
        Names("app", "db", "web", "zoo");

        Assert.Equal("app:1 db:1 web:2 zoo:0 ", Render(template));
        Assert.Equal(2, _memory.Replayed);
    }

    [Fact]
    public void Rounds_are_found_again_in_another_order()
    {
        var template = Parse("{% assign list = key(\"list\") | split: \",\" %}{% for s in list %}{{ s }}{{ service(s) | size }} {% endfor %}");
        Read(new KeyValue("list"), "api,db,web");
        Render(template);
        Read(new KeyValue("list"), "web,web,db,api");

        Assert.Equal("web2 web2 db1 api1 ", Render(template));
        Assert.Equal(3, _memory.Replayed);
    }

    [Fact]
    public void A_line_break_that_came_with_data_is_not_taken_for_one_that_the_author_wrote()
    {
        var options = new TemplateOptions { RejectNewlines = true };
        const string text = "{% assign data = key(\"data\") %}{% if data == \"\" %}{% assign written = \"a\nb\" %}{% assign list = \"1\" | split: \",\" | push: written %}"
            + "{% else %}{% assign list = \"3,4\" | split: \",\" | push: data %}{% endif %}{% for s in list %}{{ s }}{{ key(\"k\") }}{% endfor %}";
        var template = Template.Parse(new TemplateSource("t", text), options);
        Read(new KeyValue("k"), "k");
        Read(new KeyValue("data"), "");
        Assert.Equal("1ka\nbk", Outcome(template));
        Read(new KeyValue("data"), "a\nb");

        Assert.Contains("reject_newlines", Outcome(template), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_item_costs_no_other_round()
    {
        var template = Parse("{% for s in services %}{{ s.name }}{{ s.tags }}:{{ service(s) | size }} {% endfor %}");
        var before = Used(template);
        Read(new ServiceNames(), EquatableList.Create<ServiceName>([new ServiceName("api", []), new ServiceName("db", ["new"]), new ServiceName("web", [])]));

        Assert.Equal("api:1 dbnew:1 web:2 ", Render(template));
        Assert.Equal(2, _memory.Replayed);
        Assert.Same(before, Used(template));
    }

    [Fact]
    public void An_assignment_that_a_round_makes_no_more_is_not_seen_by_those_after_it()
    {
        var template = Parse("{% assign x = 1 %}{% for s in services %}{% assign p = service(s) | map: \"port\" | first %}{% if p == 81 %}{% increment n %}{% assign x = p %}{% endif %}{{ x }} {% endfor %}");
        Assert.Equal("1 081 81 ", Render(template));
        Service("db", 99);

        Assert.Equal("1 1 1 ", Render(template));
    }

    [Fact]
    public void Neighbours_leave_what_each_of_them_assigned()
    {
        var template = Parse("{% for s in services %}{% assign p = service(s) | map: \"port\" | first %}{% if p == 80 %}{% assign eighty = p %}{% elsif p == 81 %}{% assign other = p %}{% endif %}{{ p }} {% endfor %}{{ eighty }} {{ other }}");
        Assert.Equal("80 81 82 80 81", Render(template));
        Service("web", 83);

        Assert.Equal("80 81 83 80 81", Render(template));
        Assert.Equal(2, _memory.Replayed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{% cycle '' %}")]
    public void An_assignment_that_a_round_makes_for_the_first_time_is_seen_by_those_after_it(string what)
    {
        var template = Parse($"{{% assign x = 1 %}}{{% for s in services %}}{{% assign p = service(s) | map: \"port\" | first %}}{{% if p == 99 %}}{what}{{% assign x = p %}}{{% endif %}}{{{{ x }}}} {{% endfor %}}");
        Assert.Equal("1 1 1 ", Render(template));
        Service("db", 99);

        Assert.Equal("1 99 99 ", Render(template));
    }

    [Fact]
    public void Also_after_a_render_that_failed_an_assignment_is_seen_by_the_rounds_after_it()
    {
        var template = Parse("{% assign x = 1 %}{% for s in services %}{% assign p = service(s) | map: \"port\" | first %}{% if p == 99 %}{% assign x = p %}{% endif %}{{ x }}/{{ 164 | divided_by: p }} {% endfor %}");
        Assert.Equal("1/2 1/2 1/2 ", Render(template));
        Service("api", 99);
        Service("web", 0);
        Assert.Throws<TemplateException>(() => Render(template));
        Service("web", 82, 83);

        Assert.Equal("99/1 99/2 99/2 ", Render(template));
    }

    [Fact]
    public void A_round_that_assigns_sees_what_the_ones_before_it_left()
    {
        var template = Parse("{% for s in services %}{% assign p = service(s) | map: \"port\" | first %}{% if p != 99 %}{% assign last = s.name %}{% endif %}{% if p == 99 %}{{ last }}{% endif %}{{ p }} {% endfor %}{{ last }}");
        Assert.Equal("80 81 82 web", Render(template));
        Service("db", 99);
        Assert.Equal("80 api99 82 web", Render(template));
        Service("web", 99);

        Assert.Equal("80 api99 api99 api", Render(template));
    }

    [Fact]
    public void Rounds_of_a_loop_that_a_render_did_not_come_to_are_not_older_than_their_answers()
    {
        var template = Parse("{% if key_or_default(\"on\", \"yes\") == \"yes\" %}{% for s in services %}{% for i in service(s) %}{{ i.port }} {% endfor %}{% endfor %}{% else %}{{ key(\"unknown\") }}{% endif %}");
        Read(new KeyValue("on"), "yes");
        Render(template);
        Read(new KeyValue("on"), "no");
        Render(template);
        Service("db", 99);
        Render(template);
        Read(new KeyValue("on"), "yes");

        Assert.Equal("80 99 82 83 ", Render(template));
        Assert.Equal(2, _memory.Replayed);
    }

    [Fact]
    public void A_snapshot_of_other_descent_is_compared_answer_by_answer()
    {
        var template = Parse("{% for s in services %}{% for i in service(s) %}{{ i.port }} {% endfor %}{% endfor %}");
        Render(template);
        _snapshot = Snapshot.Empty;
        Names("api", "db", "web");
        Service("api", 80);
        Service("db", 99);
        Service("web", 82, 83);

        Assert.Equal("80 99 82 83 ", Render(template));
        Assert.Equal(2, _memory.Replayed);
    }

    [Theory]
    [InlineData("{% for x in list %}{% for s in services %}{{ x }}{{ service(s) | size }} {% endfor %}{% endfor %}")]
    [InlineData("{% for x in list %}{% render 'p', x: x, y: 1 %}{% endfor %}")]
    [InlineData("{% for x in list %}{% include 'p', y: x %}{% endfor %}")]
    [InlineData("{% include 'p' for list as x %}")]
    [InlineData("{% macro m(x, y) %}{% for s in services %}{{ x }}{{ y }}{{ service(s) | size }} {% endfor %}{% endmacro %}{% for x in list %}{{ m(x, 1) }}{% endfor %}")]
    [InlineData("{% macro m() %}{{ x }}{% endmacro %}{% for x in (1..1) %}{% if list[0] == \"a\" %}{% assign x = x %}{% else %}{% assign x = 2 %}{% endif %}{% for s in services %}{{ m() }}{{ service(s) | size }} {% endfor %}{% endfor %}")]
    [InlineData("{% assign z = list | size %}{% macro n() %}{{ z }}{% endmacro %}{% macro m() %}{% assign z = 2 %}{% for s in services %}{{ n() }}{{ service(s) | size }} {% endfor %}{% endmacro %}{{ m() }}")]
    public void What_rounds_see_of_loops_and_calls_around_them_may_change(string text)
    {
        var options = new TemplateOptions
        {
            FindPartial = name => new TemplateSource(name, "{% for s in services %}{{ x }}{{ y }}{{ forloop.parentloop.length }}{{ service(s) | size }} {% endfor %}"),
            ErrorOnMissingKey = false,
        };
        var template = Template.Parse(new TemplateSource("t", "{% assign list = key(\"list\") | split: \",\" %}" + text), options);
        foreach (var list in (string[])["a,b", "a,b,c", "c,b", "c"])
        {
            Read(new KeyValue("list"), list);
            Assert.Equal(Plain(template), Render(template));
        }
    }

    [Fact]
    public void The_addresses_of_the_host_may_change()
    {
        var address = "10.0.0.1";
        var options = new TemplateOptions { FindAddresses = () => [new HostAddress("eth0", System.Net.IPAddress.Parse(address))] };
        var template = Template.Parse(new TemplateSource("t", "{% for s in services limit: 1 %}{{ private_ip }}{{ service(s) | size }}{% endfor %}"), options);
        Assert.Equal("10.0.0.11", Render(template));
        address = "10.0.0.2";

        Assert.Equal("10.0.0.21", Render(template));
    }

    [Fact]
    public void Macros_of_other_files_are_no_reason_to_run_a_round()
    {
        var options = new TemplateOptions { FindPartial = name => new TemplateSource(name, "{% macro n(i) %}{{ i.port }}{% endmacro %}{% macro m(s) %}{% for i in service(s) %}{{ n(i) }} {% endfor %}{% endmacro %}") };
        var template = Template.Parse(new TemplateSource("t", "{% from 'p' import m %}{% for s in services %}{{ m(s) }}{% endfor %}"), options);
        Render(template);
        Service("db", 99);

        Assert.Equal("80 99 82 83 ", Render(template));
        Assert.Equal(2, _memory.Replayed);
    }

    [Fact]
    public void A_partial_may_include_itself_in_a_loop()
    {
        const string partial = "{% for s in services %}{{ s.name }}{{ service(s) | size }}{% if depth < 2 %}{% assign depth = depth | plus: 1 %}{% include 'p' %}{% endif %}{% endfor %}";
        var options = new TemplateOptions { FindPartial = name => new TemplateSource(name, partial) };
        var template = Template.Parse(new TemplateSource("t", "{% assign depth = 0 %}{% include 'p' %}"), options);
        Render(template);
        Service("db", 98, 99);

        Assert.Equal(Plain(template), Render(template));
    }

    [Fact]
    public void Loops_may_be_nested_as_deep_as_a_template_may()
    {
        const int depth = 60;
        var loops = string.Concat(Enumerable.Range(0, depth).Select(number => $"{{% for s{number} in services limit: 1 %}}"));
        var template = Parse($"{loops}{{{{ service(\"db\") | size }}}}{string.Concat(Enumerable.Repeat("{% endfor %}", depth))}");
        Render(template);
        Service("db", 98, 99);

        Assert.Equal("2", Render(template));
    }

    [Fact]
    public void Of_a_loop_that_runs_very_often_not_all_is_kept()
    {
        var template = Parse($"{{% for x in (1..{RenderMemory.MostRuns + 100}) %}}{{% for s in services limit: 1 %}}{{{{ x }}}}:{{{{ service(s) | size }}}} {{% endfor %}}{{% endfor %}}");
        Render(template);

        Assert.Equal(Plain(template), Render(template));
        Assert.Equal(RenderMemory.MostRuns, _memory.Replayed);
    }

    [Fact]
    public void Bytes_are_not_counted_twice_when_they_are_copied()
    {
        var names = Enumerable.Range(0, 900).Select(number => $"service-{number:0000}").ToArray();
        Names(names);
        Array.ForEach(names, name => Service(name, 1));
        Read(new KeyValue("long"), new string('l', 20_000));
        var text = $"{{% for s in services %}}{{% for i in service(s) %}}{new string('x', 99)}\n{{% endfor %}}{{% endfor %}}{{{{ key(\"long\") | upcase | size }}}}";
        var template = Template.Parse(new TemplateSource("t", text), new TemplateOptions { Limits = new TemplateLimits { OutputBytes = 180_000 } });
        Render(template);

        Assert.EndsWith("\n20000", Render(template), StringComparison.Ordinal);
        Assert.Equal(900, _memory.Replayed);
    }

    [Theory]
    [InlineData("api,db", "api,api")]
    [InlineData("api,db,web", "api,web,web")]
    public void What_only_a_vanished_round_had_read_is_not_read_any_more(string before, string now)
    {
        var template = Parse("{% assign list = key(\"list\") | split: \",\" %}{% for s in list %}{{ service(s) | size }}{% endfor %}");
        Read(new KeyValue("list"), before);
        Used(template);
        Read(new KeyValue("list"), now);

        Assert.DoesNotContain(new HealthyService("db"), Used(template));
    }

    [Fact]
    public void What_a_forgotten_round_had_read_is_not_read_any_more()
    {
        var template = Parse("{% for s in services %}{% assign d = service(s) | size %}{% if d > 0 %}{% increment n %}{% assign y = d %}{% endif %}{% endfor %}");
        Names("api", "cache", "db", "web");
        Service("cache");
        Used(template);
        Names("api", "db", "web");

        Assert.DoesNotContain(new HealthyService("cache"), Used(template));
    }

    [Fact]
    public void What_was_read_is_one_set_until_something_else_is_read()
    {
        var template = Parse("{% for s in services %}{% for i in service(s) %}{{ i.port }} {% endfor %}{% endfor %}");
        var first = Used(template);
        Service("db", 99);
        Assert.Same(first, Used(template));
        Names("api", "db");
        var fewer = Used(template);

        Assert.Equal([new ServiceNames(), new HealthyService("api"), new HealthyService("db")], fewer);
        Service("api", 70);
        Assert.Same(fewer, Used(template));
    }

    [Fact]
    public void What_a_failing_round_has_read_is_told()
    {
        var template = Parse("{% for s in services %}{% for i in service(s) %}{{ i.port | divided_by: 0 }}{% endfor %}{% endfor %}");
        Service("api");

        var failure = Assert.Throws<TemplateException>(() => Render(template));

        Assert.Equal([new ServiceNames(), new HealthyService("db"), new HealthyService("api")], failure.Used);
    }

    [Fact]
    public void Text_of_many_blocks_is_the_same_text()
    {
        var names = Enumerable.Range(0, 3_000).Select(number => $"service-{number:0000}").ToArray();
        Names(names);
        Array.ForEach(names, name => Service(name, 1));
        var template = Parse($"{{% for s in services %}}{{% for i in service(s) %}}{{{{ i.id }}}} {new string('x', 300)}\n{{% endfor %}}{{% endfor %}}");
        Render(template);
        foreach (var index in (int[])[0, 1, 1_500, 2_999])
        {
            Service(names[index], index, 7);
        }

        Assert.Equal(Plain(template), Render(template));
        Assert.Equal(2_996, _memory.Replayed);
        Service(names[2], 8);
        Assert.Equal(Plain(template), Render(template));
    }

    private static Template Parse(string text) => Template.Parse(new TemplateSource("t", text), new TemplateOptions());

    private IReadOnlySet<Dependency> Used(Template template)
    {
        using var rendering = template.Render(_snapshot, _memory);
        return rendering.Used;
    }

    private void Names(params string[] names) => Read(new ServiceNames(), EquatableList.Create<ServiceName>([.. names.Select(name => new ServiceName(name, []))]));

    private void Service(string name, params int[] ports) => Read(new HealthyService(name), EquatableList.Create<ServiceInstance>([.. ports.Select(port => Instance(name, port))]));

    private static ServiceInstance Instance(string name, int port) => new()
    {
        Id = $"{name}-{port}",
        Name = name,
        Address = "10.0.0.1",
        Port = port,
        Tags = ["a", "b"],
        Host = new CatalogNode { Name = "n", Address = "10.0.0.1" },
    };

    private void Read(Dependency dependency, object? value) => _snapshot = _snapshot.With(new Reading(dependency, 1, value, DateTimeOffset.UnixEpoch));

    private string Render(Template template)
    {
        using var rendering = template.Render(_snapshot, _memory);
        return rendering.Text.ToString();
    }

    private string Outcome(Template template)
    {
        try
        {
            return Render(template);
        }
        catch (TemplateException exception)
        {
            return exception.Message;
        }
    }

    private string Plain(Template template)
    {
        using var rendering = template.Render(_snapshot);
        return rendering.Text.ToString();
    }
}
