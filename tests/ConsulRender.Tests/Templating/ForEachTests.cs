using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>One template that gives a file for each item of a list.</summary>
public sealed class ForEachTests
{
    [Fact]
    public void Each_item_gives_a_destination_and_a_text()
    {
        using var rendering = Parse("[{{ item.name }}]", "services()", "out/{{ item.name }}.conf").Render(Services("a", "b"));

        Assert.Equal(["out/a.conf", "out/b.conf"], rendering.Files.Select(file => file.Destination));
        Assert.Equal(["[a]", "[b]"], rendering.Files.Select(file => file.Text.ToString()));
        Assert.Equal([new ServiceNames()], rendering.Used);
        Assert.True(rendering.IsComplete);
        Assert.Equal("", rendering.Text.ToString());
    }

    [Theory]
    [InlineData("services()", "a b ")]
    [InlineData("(services() | by_tag).web", "b ")]
    [InlineData("services", "a b ")]
    [InlineData("(1..3)", "1 2 3 ")]
    [InlineData("'x,y' | split: ','", "x y ")]
    [InlineData("nil", "")]
    [InlineData("'' | split: ','", "")]
    public void The_items_come_from_any_expression_that_gives_a_list(string items, string expected)
    {
        using var rendering = Parse("{{ item }}", items, "{{ item }}").Render(Services("a", "b"));

        Assert.Equal(expected, string.Concat(rendering.Files.Select(file => $"{file.Text} ")));
    }

    [Fact]
    public void While_the_list_is_missing_there_are_no_files_and_it_is_told_where_it_was_asked_for()
    {
        using var rendering = Parse("x", "key('list') | split: ','", "{{ item }}").Render(Snapshot.Empty);

        Assert.Empty(rendering.Files);
        Assert.Equal(new SourcePosition("for_each of 't'", 1, 4), Assert.Single(rendering.Missing).Position);
    }

    [Fact]
    public void What_the_items_read_is_found_for_all_of_them_at_once()
    {
        using var rendering = Parse("{{ service(item).first.port }}", "'a,b' | split: ','", "{{ key(item) }}").Render(
            Snapshot.Empty.With(new Reading(new KeyValue("a"), 1, "x", default)));

        Assert.False(rendering.IsComplete);
        Assert.Equal(["key(\"a\")", "key(\"b\")", "service(\"a\")", "service(\"b\")"], rendering.Used.Select(used => $"{used}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_one_item_assigns_and_counts_another_does_not_see()
    {
        using var rendering = Parse("{{ seen | default: '-' }}{% assign seen = item %}{% increment n %}", "(1..2)", "{% assign seen = 'path' %}{{ item }}", lenient: true).Render(Snapshot.Empty);

        Assert.Equal(["-0", "-0"], rendering.Files.Select(file => file.Text.ToString()));
    }

    [Fact]
    public void Macros_partials_and_loops_know_the_item()
    {
        using var rendering = Parse(
            "{% macro m() %}{{ item }}{% endmacro %}{{ m() }}{% include 'part' %}{% for i in (1..2) %}{{ item }}{% endfor %}", "'x' | split: ','", "{{ item }}").Render(Snapshot.Empty);

        Assert.Equal("xpartxxx", rendering.Files[0].Text.ToString());
    }

    [Fact]
    public void A_failure_names_the_item()
    {
        var template = Parse("{{ 1 | divided_by: item }}", "(0..1) | reverse", "{{ item }}");
        var exception = Assert.Throws<TemplateException>(() => template.Render(Snapshot.Empty));

        var error = Assert.Single(exception.Errors);
        Assert.Equal("t", error.Position.Template);
        Assert.EndsWith("(for item 2, \"0\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_in_the_destination_and_in_the_list_names_the_key_of_the_settings()
    {
        var destination = Assert.Throws<TemplateException>(() => Parse("x", "(1..1)", "out/{{ itme }}").Render(Snapshot.Empty));
        Assert.Equal(new SourcePosition("destination of 't'", 1, 8), destination.Errors[0].Position);
        Assert.Contains("did you mean \"item\"", destination.Message, StringComparison.Ordinal);

        var items = Assert.Throws<TemplateException>(() => Parse("x", "1", "{{ item }}").Render(Snapshot.Empty));
        Assert.Equal("for_each of 't':1:4: a number cannot be looped over", items.Message);
    }

    [Theory]
    [InlineData("services() | upcse", "for_each of 't':1:17: unknown filter \"upcse\"; did you mean \"upcase\"?")]
    [InlineData("", "for_each of 't':1:5: expected a value before the end of the tag")]
    [InlineData("services() %} {{ x", "for_each of 't':1:17: for_each takes one expression that gives a list, without braces around it")]
    public void A_list_that_cannot_be_parsed_is_told_with_its_place(string items, string expected)
    {
        var exception = Assert.Throws<TemplateException>(() => Parse("x", items, "{{ item }}"));

        Assert.Equal(expected, exception.Message);
    }

    [Fact]
    public void The_errors_of_the_text_the_list_and_the_destination_are_told_together()
    {
        var exception = Assert.Throws<TemplateException>(() => Parse("{{ 'x' | no1 }}", "'x' | no2", "{{ item | no3 }}"));

        Assert.Equal(["destination of 't'", "for_each of 't'", "t"], exception.Errors.Select(error => error.Position.Template));
    }

    [Theory]
    [InlineData("out/{{ item }}", "out/")]
    [InlineData("{{ item }}", "")]
    [InlineData("out/{% if item %}a{% endif %}", "out/")]
    [InlineData("out/x", "out/x")]
    public void What_all_destinations_begin_with_is_known(string destination, string expected) =>
        Assert.Equal(expected, Parse("x", "(1..2)", destination).DestinationPrefix);

    [Fact]
    public void A_limit_holds_for_all_files_together_and_tells_where_it_was_reached()
    {
        var options = new TemplateOptions { Limits = new TemplateLimits { OutputBytes = 20_000 } };
        var template = Template.Parse(new TemplateSource("t", "{% for i in (1..3000) %}xxxxx{% endfor %}"), options, new ForEachSource("t", "(1..3)", "{{ item }}"));
        var exception = Assert.Throws<TemplateException>(() => template.Render(Snapshot.Empty));

        Assert.Contains("more than 20000 bytes", exception.Message, StringComparison.Ordinal);
    }

    private static Template Parse(string text, string items, string destination, bool lenient = false) => Template.Parse(
        new TemplateSource("t", text),
        new TemplateOptions { FindPartial = name => new TemplateSource(name, "part{{ item }}"), ErrorOnMissingKey = !lenient },
        new ForEachSource("t", items, destination));

    private static Snapshot Services(params string[] names) => Snapshot.Empty.With(new Reading(
        new ServiceNames(), 1, (EquatableList<ServiceName>)[.. names.Select((name, index) => new ServiceName(name, index == 0 ? [] : ["web"]))], default));
}
