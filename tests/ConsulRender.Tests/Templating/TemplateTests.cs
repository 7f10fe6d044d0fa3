using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class TemplateTests
{
    private static readonly TemplateOptions NoOptions = new();

    [Fact]
    public void Everything_that_was_read_is_used_whether_it_is_there_or_not()
    {
        var snapshot = Snapshot.Empty.With(new Reading(new KeyValue("a"), 1, "value", default));
        const string Text = "{{ key('a') }}{{ key_or_default('b', '') }}{% for s in services %}{% endfor %}{% if true or key('no') %}{% endif %}";
        using var rendering = Parse(Text + "{{ ls('f') }}{{ tree('f/') }}").Render(snapshot);
        Assert.Equal(
            [new KeyValue("a"), new KeyValue("b"), new ServiceNames(), new KeyTree("f")],
             rendering.Used.OrderBy(used => used.ToString(), StringComparer.Ordinal));
        Assert.False(rendering.IsComplete);
    }

    [Fact]
    public void An_absent_key_is_told_apart_from_one_without_an_answer()
    {
        var snapshot = Snapshot.Empty.With(new Reading(new KeyValue("gone"), 7, null, default));
        using var rendering = Parse("{{ key('gone') }}{{ key('late') }}").Render(snapshot);
        Assert.Equal([true, false], rendering.Missing.Select(missing => missing.IsAbsent));
        Assert.Equal(new SourcePosition("t", 1, 4), rendering.Missing[0].Position);
    }

    [Fact]
    public void The_second_render_finds_what_the_first_one_asked_for()
    {
        var template = Parse("{% for s in services %}{% for i in service(s.name) %}{{ i.port }} {% endfor %}{% endfor %}");
        using var first = template.Render(Snapshot.Empty);
        Assert.Equal([new ServiceNames()], first.Used);

        var named = Snapshot.Empty.With(new Reading(new ServiceNames(), 1, (EquatableList<ServiceName>)[new("a", []), new("b", [])], default));
        using var second = template.Render(named);
        Assert.Equal([new HealthyService("a"), new HealthyService("b")], second.Missing.Select(missing => missing.Dependency));
    }

    [Fact]
    public void An_error_shows_its_line_and_how_the_partial_was_reached()
    {
        var options = new TemplateOptions { FindPartial = name => new TemplateSource($"dir/{name}.liquid", "one\n  {{ 'x' | upcse }}") };
        var exception = Assert.Throws<TemplateException>(() => Template.Parse(new TemplateSource("main.liquid", "\n {% include 'part' %}"), options));
        var error = Assert.Single(exception.Errors);
        Assert.Equal(new SourcePosition("dir/part.liquid", 2, 12), error.Position);
        Assert.Equal("  {{ 'x' | upcse }}", error.SourceLine);
        Assert.Equal([new SourcePosition("main.liquid", 2, 2)], error.IncludedFrom);
        Assert.Equal("dir/part.liquid:2:12: unknown filter \"upcse\"; did you mean \"upcase\"?", exception.Message);
    }

    [Fact]
    public void A_partial_is_parsed_once_however_often_it_is_included()
    {
        var asked = 0;
        var options = new TemplateOptions { FindPartial = name => new TemplateSource(name, $"{++asked}") };
        using var rendering = Template.Parse(new TemplateSource("t", "{% include 'p' %}{% render 'p' %}{% include 'p' %}"), options).Render(Snapshot.Empty);
        Assert.Equal("111", rendering.Text.ToString());
    }

    [Fact]
    public void Loops_that_never_seem_to_end_are_stopped_at_their_place()
    {
        var template = Parse("{% for a in (1..4000) %}\n {% for b in (1..4000) %}{% endfor %}{% endfor %}");
        var exception = Assert.Throws<TemplateException>(() => template.Render(Snapshot.Empty));
        Assert.Equal("t:2:2: this template takes more than 5000000 rounds of loops and uses of partials and macros; if that is meant, raise the setting \"limits.iterations\"", exception.Message);
    }

    private static Template Parse(string text) => Template.Parse(new TemplateSource("t", text), NoOptions);
}
