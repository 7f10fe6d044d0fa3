using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating.Rounds;

/// <summary>What a round sees and leaves behind, and what makes it one that is always run.</summary>
public sealed class RoundRecorderTests : RememberingTests
{
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
        Assert.Equal(0, Replayed);
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
        Assert.Equal(2, Replayed);
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
        Assert.Equal(2, Replayed);
    }
}
