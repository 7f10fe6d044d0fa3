using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating.Rounds;

/// <summary>Which rounds are run again is told by counts; that the text is right whatever happens, <see cref="RememberingFuzzTests"/> tells.</summary>
public sealed class KeptLoopTests : RememberingTests
{
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
        Assert.Equal(2, Replayed);
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
        Assert.Equal(2, Replayed);
    }

    [Fact]
    public void Rounds_are_found_again_in_another_order()
    {
        var template = Parse("{% assign list = key(\"list\") | split: \",\" %}{% for s in list %}{{ s }}{{ service(s) | size }} {% endfor %}");
        Read(new KeyValue("list"), "api,db,web");
        Render(template);
        Read(new KeyValue("list"), "web,web,db,api");

        Assert.Equal("web2 web2 db1 api1 ", Render(template));
        Assert.Equal(3, Replayed);
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
        Assert.Equal(2, Replayed);
        Assert.Same(before, Used(template));
    }

    [Fact]
    public void A_snapshot_of_other_descent_is_compared_answer_by_answer()
    {
        var template = Parse("{% for s in services %}{% for i in service(s) %}{{ i.port }} {% endfor %}{% endfor %}");
        Render(template);
        Forget();
        Names("api", "db", "web");
        Service("api", 80);
        Service("db", 99);
        Service("web", 82, 83);

        Assert.Equal("80 99 82 83 ", Render(template));
        Assert.Equal(2, Replayed);
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
        Assert.Equal(900, Replayed);
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
        Assert.Equal(2_996, Replayed);
        Service(names[2], 8);
        Assert.Equal(Plain(template), Render(template));
    }
}
