using ConsulRender.Consul;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>Functions, filters and tags that the settings forbid.</summary>
public sealed class DenylistTests
{
    [Theory]
    [InlineData("env", "{{ env('HOME') }}", "t:1:4: the function \"env\" is denied by function_denylist")]
    [InlineData("env", "{{ env.HOME }}", "t:1:4: the function \"env\" is denied by function_denylist")]
    [InlineData("services", "{% for s in services %}{% endfor %}", "t:1:13: the function \"services\" is denied by function_denylist")]
    [InlineData("services", "{% if true or services %}{% endif %}", "t:1:15: the function \"services\" is denied by function_denylist")]
    [InlineData("base64_decode", "{{ 'x' | upcase | base64_decode }}", "t:1:19: the filter \"base64_decode\" is denied by function_denylist")]
    [InlineData("base64Decode", "{{ 'x' | base64_decode }}", "t:1:10: the filter \"base64_decode\" is denied by function_denylist")]
    [InlineData("keyOrDefault", "{{ key_or_default('a', 'b') }}", "t:1:4: the function \"key_or_default\" is denied by function_denylist")]
    [InlineData("key*", "{{ key_exists('a') }}", "t:1:4: the function \"key_exists\" is denied by function_denylist")]
    [InlineData("*", "{{ 'a' | upcase }}", "t:1:10: the filter \"upcase\" is denied by function_denylist")]
    [InlineData("include", "a{% include 'p' %}", "t:1:2: the tag \"include\" is denied by function_denylist")]
    [InlineData("re?der", "a{% render 'p' %}", "t:1:2: the tag \"render\" is denied by function_denylist")]
    [InlineData("from", "a{% from 'p' import m %}", "t:1:2: the tag \"from\" is denied by function_denylist")]
    [InlineData("[e-f][^a][v]", "{{ env('HOME') }}", "t:1:4: the function \"env\" is denied by function_denylist")]
    [InlineData("\\env", "{{ env('HOME') }}", "t:1:4: the function \"env\" is denied by function_denylist")]
    [InlineData("env", "{% capture x %}{{ env.HOME }}{% endcapture %}{% assign y = env %}", "t:1:19: the function \"env\" is denied")]
    public void A_denied_name_is_an_error_at_its_place(string pattern, string text, string expected)
    {
        var error = Assert.Throws<TemplateException>(() => Parse(text, pattern)).Errors[0];
        Assert.StartsWith(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sprig_*", "{{ 'a' | upcase }}")]
    [InlineData("writeToFile", "{{ 'a' | upcase }}")]
    [InlineData("key", "{{ key_or_default('a', 'A') }}")]
    [InlineData("upcas", "{{ 'a' | upcase }}")]
    [InlineData("[", "{{ 'a' | upcase }}")]
    [InlineData("[]", "{{ 'a' | upcase }}")]
    [InlineData("env", "{% assign env = 'A' %}{{ env }}")]
    [InlineData("service", "{% assign l = 'A' | split: ',' %}{% for service in l %}{{ service }}{% endfor %}")]
    [InlineData("service", "{% capture service %}A{% endcapture %}{{ service }}")]
    [InlineData("service", "{% macro m(service) %}{{ service }}{% endmacro %}{{ m('A') }}")]
    [InlineData("service", "{% render 'p', service: 'A' %}")]
    [InlineData("service", "{% render 'p' with 'A' as service %}")]
    [InlineData("key", "{% assign o = '{\"key\": \"A\"}' | parse_json %}{{ o.key }}")]
    public void Other_names_and_variables_may_be_used(string pattern, string text)
    {
        using var rendering = Parse(text, pattern).Render(Snapshot.Of("f", """{ "keys": {} }"""u8.ToArray()));
        Assert.Equal("A", rendering.Text.ToString());
    }

    [Fact]
    public void A_variable_s_name_is_no_way_to_the_function_where_the_variable_is_not()
    {
        const string Text = "{% if false %}{% assign env = 1 %}{% endif %}{{ env.HOME }}";
        var exception = Assert.Throws<TemplateException>(() => Parse(Text, "env").Render(Snapshot.Empty));
        Assert.StartsWith("t:1:49: the function \"env\" is denied by function_denylist", exception.Message, StringComparison.Ordinal);
        Assert.Throws<TemplateException>(() => Parse(Text.Replace(".HOME", " | default: 1", StringComparison.Ordinal), "env").Render(Snapshot.Empty));
    }

    [Fact]
    public void A_partial_may_no_more_than_its_includer()
    {
        var error = Assert.Throws<TemplateException>(() => Parse("{% render 'p' %}", "upcase", "{{ 'a' | upcase }}")).Errors[0];
        Assert.Equal(new SourcePosition("p", 1, 10), error.Position);
        Assert.Equal([new SourcePosition("t", 1, 1)], error.IncludedFrom);
    }

    private static Template Parse(string text, string pattern, string partial = "{{ service }}") => Template.Parse(
        new TemplateSource("t", text),
        new TemplateOptions { Denied = ["nothing_of_ours", pattern], FindPartial = name => new TemplateSource(name, partial) });
}
