using System.Text.Json;
using System.Text.RegularExpressions;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;
using Xunit;

namespace ConsulRender.Tests.Templating.Findings;

public sealed class UnusedAssignTests
{
    private const string Rule = "unused-assign";

    [Fact]
    public void An_assign_that_nobody_reads_is_found_with_its_place() =>
        Assert.Equal(
            ["t:2:1: warning: \"x\" is assigned and never read; remove it, or call it \"_x\" if that is meant"],
            Found.By(Rule, "text\n{% assign x = 1 %}"));

    [Theory]
    [InlineData("{% capture x %}text{% endcapture %}")]
    [InlineData("{% if true %}{% for i in (1..3) %}{% assign x = i %}{% endfor %}{% endif %}")]
    [InlineData("{% liquid\n  assign x = 1\n%}")]
    [InlineData("{% assign x = 0 %}{% for i in (1..3) %}{% assign x = x | plus: i %}{% endfor %}")]
    [InlineData("{% macro m() %}{% assign x = 1 %}{% endmacro %}{{ m() }}")]
    [InlineData("{% assign x = 1 %}{% comment %}{{ x }}{% endcomment %}")]
    [InlineData("{% assign x = 1 %}{% raw %}{{ x }}{% endraw %}")]
    [InlineData("{% assign x = 1 %}{{ vars.x }}")]
    [InlineData("{% assign x = 1 %}{% render 'p' %}", "{{ x | default: 2 }}")]
    [InlineData("{% render 'p' %}{{ x | default: 2 }}", "{% assign x = 1 %}")]
    [InlineData("{% include 'p' %}", "{% assign x = 1 %}")]
    public void What_nobody_can_read_is_found_wherever_it_stands(string text, string partial = "") =>
        Assert.All(Found.By(Rule, text, ("p", partial)).DefaultIfEmpty("nothing"), line => Assert.Contains("\"x\" is assigned", line, StringComparison.Ordinal));

    [Theory]
    [InlineData("{% assign x = 1 %}{{ x }}")]
    [InlineData("{% assign x = 1 %}{{ x.y[0] }}")]
    [InlineData("{% assign x = 1 %}{{ x-1 }}")]
    [InlineData("{% assign x = 1 %}{{ vars[x] }}")]
    [InlineData("{% assign x = 1 %}{{ 1 | plus: x }}")]
    [InlineData("{% assign x = 1 %}{{ false | default: 1, allow_false: x }}")]
    [InlineData("{% assign x = 1 %}{% if 1 == x %}{% endif %}")]
    [InlineData("{% assign x = 1 %}{% if 1 %}{% elsif true and not x %}{% endif %}")]
    [InlineData("{% assign x = 1 %}{% unless x %}{% endunless %}")]
    [InlineData("{% assign x = 1 %}{% case x %}{% when 1 %}{% endcase %}")]
    [InlineData("{% assign x = 1 %}{% case 1 %}{% when 2, x %}{% endcase %}")]
    [InlineData("{% assign x = 1 %}{% case 1 %}{% else %}{{ x }}{% endcase %}")]
    [InlineData("{% assign x = 1 %}{% for i in x %}{% endfor %}")]
    [InlineData("{% assign x = 1 %}{% for i in (1..3) limit: x %}{% endfor %}")]
    [InlineData("{% assign x = 1 %}{% for i in (1..3) offset: x %}{% endfor %}")]
    [InlineData("{% assign x = 1 %}{% for i in (1..x) %}{% else %}{% endfor %}")]
    [InlineData("{% assign x = 1 %}{% for i in (1..3) %}{% else %}{{ x }}{% endfor %}")]
    [InlineData("{% assign x = 1 %}{% cycle 'a', x %}")]
    [InlineData("{% assign x = 1 %}{% cycle x: 'a', 'b' %}")]
    [InlineData("{% assign x = 1 %}{% liquid\n  echo x\n%}")]
    [InlineData("{% assign x = 1 %}{% capture _y %}{{ x }}{% endcapture %}")]
    [InlineData("{% assign x = 1 %}{{ service(x) }}")]
    [InlineData("{% assign x = 1 %}{{ 1 + 2 * -x }}")]
    [InlineData("{% assign x = 1 %}{% ifchanged %}{{ x }}{% endifchanged %}")]
    [InlineData("{% assign x = 1 %}{% tablerow i in (1..3) cols: x %}{% endtablerow %}")]
    [InlineData("{% assign x = 1 %}{% tablerow i in (1..3) limit: x %}{% endtablerow %}")]
    [InlineData("{% assign x = 1 %}{% tablerow i in (1..3) %}{{ x }}{% endtablerow %}")]
    [InlineData("{% assign x = 1 %}{{ service('web', tag: x) }}")]
    [InlineData("{% assign x = 1 %}{% assign x = x | plus: 1 %}{{ x }}")]
    [InlineData("{% for i in (1..3) %}{{ x | default: 0 }}{% assign x = i %}{% endfor %}")]
    [InlineData("{% capture x %}{% assign y = x | default: '' %}{% endcapture %}{{ y }}")]
    [InlineData("{% assign x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}")]
    [InlineData("{% assign x = 1 %}{% macro m(a = x) %}{{ a }}{% endmacro %}{{ m() }}")]
    [InlineData("{% assign x = 1 %}{% include 'p' %}", "{{ x }}")]
    [InlineData("{% assign x = 1 %}{% include 'p', a: x %}")]
    [InlineData("{% assign x = 1 %}{% render 'p' with x as a %}")]
    [InlineData("{% assign x = 1 %}{% render 'p', a: x %}")]
    [InlineData("{% include 'p' %}{{ x }}", "{% assign x = 1 %}")]
    [InlineData("{% render 'p' %}", "{% assign x = 1 %}{{ x }}")]
    [InlineData("{% from 'p' import m %}{{ m() }}", "{% assign x = 1 %}{% macro m() %}{{ x }}{% endmacro %}")]
    [InlineData("{% from 'p' import m %}{% assign m2 = m %}{% assign x = m2 %}{% render 'p', a: x %}", "{% macro m() %}{% endmacro %}")]
    public void What_somebody_reads_is_not_found(string text, string partial = "") => Assert.Empty(Found.By(Rule, text, ("p", partial)));

    [Fact]
    public void An_underscore_says_that_a_variable_is_not_for_reading() => Assert.Empty(Found.By(Rule, "{% assign _ready = key('ready') %}{% capture _ %}{% endcapture %}"));

    [Fact]
    public void Each_place_that_assigns_is_found() =>
        Assert.Equal(2, Found.By(Rule, "{% assign x = 1 %}{% assign x = 2 %}").Count());

    [Fact]
    public void A_variable_of_a_partial_counts_as_read_when_one_of_its_templates_reads_it()
    {
        (string, string) partial = ("p", "{% assign x = 1 %}{% assign y = 1 %}");

        Assert.Equal(
            ["p:1:19: warning: \"y\" is assigned and never read; remove it, or call it \"_y\" if that is meant"],
            Found.By(Rule, [("a", "{% include 'p' %}"), ("b", "{% include 'p' %}{{ x }}")], partial));
    }

    [Fact]
    public void A_partial_that_includes_itself_and_partials_of_partials_are_followed() =>
        Assert.Empty(Found.By(
            Rule, "{% assign x = 1 %}{% include 'a' %}", ("a", "{% if false %}{% include 'a' %}{% endif %}{% include 'b' %}"), ("b", "{{ x }}")));

    /// <summary>In every golden template: whoever calls its unused variables by names that nobody knows gets the same text.</summary>
    [Fact]
    public void No_golden_template_misses_a_variable_that_is_called_unused()
    {
        var renamed = 0;
        Assert.All(GoldenTests.Cases, row =>
        {
            var golden = GoldenTests.Read(row.Data);
            var text = Unused(golden).Aggregate(golden.Text, Renamed);
            renamed += text == golden.Text ? 0 : 1;

            // A name that was mistyped may be meant, and is suggested.
            Assert.Equal(golden.Run().Split("; did you mean")[0], GoldenCase.Run(golden.Data, text).Split("; did you mean")[0]);
        });
        Assert.NotEqual(0, renamed);
    }

    // In its whole tag, because it may take something from itself.
    private static string Renamed(string text, Finding finding)
    {
        var name = finding.Message.Split('"')[1];
        var tag = OffsetOf(text, finding.Position);
        var end = text.IndexOfAny(['\n', '}'], tag);
        return text[..tag] + Regex.Replace(text[tag..end], $@"\b{name}\b", new string('\uA66E', name.Length)) + text[end..];
    }

    private static IEnumerable<Finding> Unused(GoldenCase golden)
    {
        using var data = JsonDocument.Parse(golden.Data);
        try
        {
            var template = Template.Parse(new TemplateSource("t", golden.Text), GoldenCase.Options(data.RootElement));
            return TemplateFindings.Unused([template], name => name).Where(finding => finding.Position.Template == "t");
        }
        catch (TemplateException)
        {
            return [];
        }
    }

    private static int OffsetOf(string text, SourcePosition position) =>
        text.Split('\n').Take(position.Line - 1).Sum(line => line.Length + 1) + position.Column - 1;
}
