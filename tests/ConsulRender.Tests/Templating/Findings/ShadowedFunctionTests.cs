using Xunit;

namespace ConsulRender.Tests.Templating.Findings;

public sealed class ShadowedFunctionTests
{
    private const string Rule = "shadowed-function";

    [Fact]
    public void A_loop_variable_with_the_name_of_a_function_is_found_with_its_place() =>
        Assert.Equal(
            ["t:2:3: warning: the loop variable \"service\" has the name of a function: \"service\" is now the variable, and \"service(...)\" still the function; choose another name"],
            Found.By(Rule, "list:\n  {% for service in services %}{{ service.name }}{% endfor %}"));

    [Theory]
    [InlineData("{% assign vars = 1 %}", "variable \"vars\"")]
    [InlineData("{% capture key %}{% endcapture %}", "variable \"key\"")]
    [InlineData("{% macro m(a, services = 1) %}{% endmacro %}", "parameter \"services\"")]
    [InlineData("{% tablerow file in vars.x %}{% endtablerow %}", "loop variable \"file\"")]
    [InlineData("{% include 'p', a: 1, env: 2 %}", "parameter \"env\"")]
    [InlineData("{% render 'p', env: 2 %}", "parameter \"env\"")]
    public void So_is_every_other_variable_that_somebody_names(string text, string what) =>
        Assert.Contains(what, Assert.Single(Found.By(Rule, text, ("p", ""))), StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for s in services %}{{ s.service }}{% endfor %}")]
    [InlineData("{% assign web = service('web') %}{{ web.size }}")]
    [InlineData("{% assign Service = 1 %}")]
    [InlineData("{{ service('web', tag: 'a', dc: 'b') | default: 1, allow_false: true }}")]
    [InlineData("{% increment key %}")]
    [InlineData("{{ vars.service }}")]
    public void Members_arguments_and_other_names_are_not_found(string text) => Assert.Empty(Found.By(Rule, text));
}
