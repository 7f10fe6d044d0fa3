using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>Outputs between other signs than Liquid's; tags stay what they are.</summary>
public sealed class DelimiterTests
{
    [Theory]
    [InlineData("[[", "]]", "{{ .Go }} [[ 1 | plus: 2 ]] {% if true %}yes{% endif %}", "{{ .Go }} 3 yes")]
    [InlineData("<<", ">>", "a <<- 'b' ->> c << 'd' >>", "abc d")]
    [InlineData("<!--", "-->", "x <!-- 'y' --> z <!--- 'w' ---> v", "x y zwv")]
    [InlineData("${", "}", "${ 'a' }-${'b'}-{c}", "a-b-{c}")]
    [InlineData("@", "@@", "@ 'a' @@ b @ 'c' @@", "a b c")]
    [InlineData("«", "»", "« 'é' »{{}}", "é{{}}")]
    [InlineData("[[", "]]", "[[ list[order[0]] ]][[ list[order[1]]]]", "ba")]
    [InlineData("((", "))", "(( (1 + (2)) ))", "3")]
    [InlineData("[[", "]]", "[[ ']]' ]]{% raw %}[[ 1 ]]{% endraw %}{% comment %}[[ {% endcomment %}", "]][[ 1 ]]")]
    [InlineData("[[", "]]", "[[ 3-]] x[[-1]] {%- assign a = '[[' -%} [[a]]", "3x1[[")]
    [InlineData("[[", "]]", "[", "[")]
    [InlineData("[[", "]]", "{", "{")]
    [InlineData("[[", "}}", "[[ 1 }} ]]", "1 ]]")]
    public void Outputs_stand_between_the_delimiters(string left, string right, string text, string expected) =>
        Assert.Equal(expected, Render(left, right, "{% assign list = 'a,b' | split: ',' %}{% assign order = '[1,0]' | parse_json %}", text));

    [Fact]
    public void Partials_use_those_of_their_includer()
    {
        var options = Options("[[", "]]") with { FindPartial = name => new TemplateSource(name, "{{ [[ 2 ]] }}") };
        using var rendering = Template.Parse(new TemplateSource("t", "[[ 1 ]]{% include 'p' %}{% render 'p' %}"), options).Render(Snapshot.Empty);
        Assert.Equal("1{{ 2 }}{{ 2 }}", rendering.Text.ToString());
    }

    [Theory]
    [InlineData("[[ nope( ]] [[ 'a' | upcse ]]", "t:1:10: expected a value, not", "t:1:22: unknown filter \"upcse\"")]
    [InlineData("a\n [[ 1 + ]] [[ 'a' | upcse ]]", "t:2:9: expected a value", "t:2:21: unknown filter \"upcse\"")]
    [InlineData("[[ for x ]] [[ 'a' | upcse ]]", "t:1:8: expected the end of the tag, not \"x\"; a tag stands in {% %}: {% for ... %}", "t:1:22: unknown filter")]
    [InlineData("{% key 'a' %}[[ 'a' | upcse ]]", "t:1:1: unknown tag \"key\"; what is printed stands in [[ ]]: [[ key(...) ]]", "t:1:23: unknown filter")]
    [InlineData("[[ 1 %} [[ 'a' | upcse ]]", "t:1:6: expected the end of the tag", "t:1:18: unknown filter")]
    public void Every_mistake_is_told_at_its_place(string text, string first, string second)
    {
        var exception = Assert.Throws<TemplateException>(() => Template.Parse(new TemplateSource("t", text), Options("[[", "]]")));
        Assert.StartsWith(first, exception.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith(second, exception.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(2, exception.Errors.Count);
    }

    [Theory]
    [InlineData("[[", "]]")]
    [InlineData("${", "}")]
    [InlineData("<%", "%>")]
    [InlineData("[[", null)]
    [InlineData(null, ">>")]
    [InlineData(null, null)]
    public void Usable_ones_are_no_problem(string? left, string? right) => Assert.Empty(Problems(left, right));

    [Theory]
    [InlineData("", "]]", "\"left_delimiter\" must be 1 to 16 signs")]
    [InlineData("[ [", "]]", "\"left_delimiter\" must be 1 to 16 signs")]
    [InlineData("[[", "end", "\"right_delimiter\" must be 1 to 16 signs")]
    [InlineData("[[", "'", "\"right_delimiter\" must be 1 to 16 signs")]
    [InlineData("\n", "]]", "\"left_delimiter\" must be 1 to 16 signs")]
    [InlineData("[[", "[[", "\"right_delimiter\" must differ from \"left_delimiter\"")]
    [InlineData(null, "{{", "\"right_delimiter\" must differ from \"left_delimiter\"")]
    [InlineData("{%", "]]", "\"left_delimiter\" must not be a part of {%")]
    [InlineData("{", "]]", "\"left_delimiter\" must not be a part of {%")]
    [InlineData("{%=", "]]", "\"left_delimiter\" must not be a part of {%")]
    [InlineData("[[", "=%}", "\"right_delimiter\" must not hold %}")]
    [InlineData("[[", "|", "\"right_delimiter\" must not be a sign that outputs are written with")]
    public void Others_are_told_with_their_key(string? left, string? right, string expected)
    {
        var (key, message) = Assert.Single(Problems(left, right));
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.StartsWith($"\"{key[1..]}\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_s_own_count_more_than_those_of_the_settings_and_each_side_by_itself()
    {
        var merged = DelimiterSettings.Merge(new DelimiterSettings { Left = "<<" }, new DelimiterSettings { Left = "[[", Right = "]]" });
        Assert.Equal(new OutputDelimiters("<<", "]]"), merged);
    }

    private static IEnumerable<(string Key, string Message)> Problems(string? left, string? right) =>
        new DelimiterSettings { Left = left, Right = right }.Problems("left_delimiter", "right_delimiter");

    private static TemplateOptions Options(string left, string right) => new() { Delimiters = new OutputDelimiters(left, right) };

    private static string Render(string left, string right, string before, string text)
    {
        using var rendering = Template.Parse(new TemplateSource("t", before + text), Options(left, right))
            .Render(Snapshot.Empty);
        return rendering.Text.ToString();
    }
}
