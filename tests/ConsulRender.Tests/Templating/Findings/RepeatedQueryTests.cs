using Xunit;

namespace ConsulRender.Tests.Templating.Findings;

public sealed class RepeatedQueryTests
{
    private const string Rule = "repeated-query";

    [Fact]
    public void A_service_inside_a_loop_over_the_same_is_found_with_its_place() =>
        Assert.Equal(
            ["t:2:4: warning: each round makes the list anew that the loop in line 1 goes over; assign it to a variable before the loop"],
            Found.By(Rule, "{% for a in service('web') %}\n{{ service('web').size }}\n{% endfor %}"));

    [Theory]
    [InlineData("{% for a in service('web') | sort: 'port' %}{% for b in service('web') %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in service('web', tag: 'x') %}{% if service('web', tag: 'x') == empty %}{% endif %}{% endfor %}")]
    [InlineData("{% for a in service(vars.name) %}{{ a.port }}{{ service(vars.name).size }}{% endfor %}")]
    [InlineData("{% for s in services %}{% for a in service(s) %}{{ service(s) | size }}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in service('web') %}{% for b in vars.x %}{% for c in service('web') %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in service('web') %}{% include 'p' %}{{ service('web').size }}{% endfor %}")]
    [InlineData("{% tablerow a in service('web') %}{% ifchanged %}{{ service('web').size + 1 }}{% endifchanged %}{% endtablerow %}")]
    public void The_same_question_is_found_however_it_is_written(string text) => Assert.Single(Found.By(Rule, text, ("p", "")));

    [Theory]
    [InlineData("{% for a in service('web') %}{{ a.port }}{% endfor %}{% for a in service('web') %}{% endfor %}")]
    [InlineData("{% for a in service('web') %}{{ service('db').size }}{% endfor %}")]
    [InlineData("{% for a in service('web') %}{{ service('web', tag: 'x').size }}{% endfor %}")]
    [InlineData("{% for a in service('web', tag: 'x') %}{{ service('web', dc: 'x').size }}{% endfor %}")]
    [InlineData("{% for a in service('web', tag: 'x') %}{{ service('web', tag: 'y').size }}{% endfor %}")]
    [InlineData("{% for s in services %}{% for a in service(s) %}{{ a.port }}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in service('web') %}{% else %}{{ service('web').size }}{% endfor %}")]
    [InlineData("{% for a in service(a.name) %}{{ service(a.name).size }}{% endfor %}")]
    [InlineData("{% for a in service(n) %}{% assign n = a.name %}{{ service(n).size }}{% endfor %}")]
    [InlineData("{% for a in service(n) %}{% include 'p' %}{{ service(n).size }}{% endfor %}")]
    [InlineData("{% for a in service(n) %}{% for n in vars.x %}{{ service(n).size }}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in service(vars.x[forloop.index]) %}{{ service(vars.x[forloop.index]).size }}{% endfor %}")]
    [InlineData("{% for a in service(vars.x | first) %}{{ service(vars.x | last).size }}{% endfor %}")]
    [InlineData("{% for a in service(vars.x) %}{{ service(vars.y).size }}{% endfor %}")]
    [InlineData("{% for a in service(vars.x[1]) %}{{ service(vars.x.y).size }}{% endfor %}")]
    [InlineData("{% for a in service('1') %}{{ service(1).size }}{% endfor %}")]
    [InlineData("{% for l in ls('x') %}{{ key('x') }}{% endfor %}")]
    public void Another_question_is_not_found(string text) => Assert.Empty(Found.By(Rule, text, ("p", "")));
}
