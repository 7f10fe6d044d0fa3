using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using ConsulRender.Templating.Rounds;
using Xunit;

namespace ConsulRender.Tests.Templating.Rounds;

/// <summary>Which loops are kept, and what a render is said to have read.</summary>
public sealed class RenderMemoryTests : RememberingTests
{
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
        Assert.Equal(2, Replayed);
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
        Assert.Equal(RenderMemory.MostRuns, Replayed);
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
}
