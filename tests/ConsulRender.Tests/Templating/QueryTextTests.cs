using ConsulRender.Templating.Functions;
using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class QueryTextTests
{
    private const QueryParts All = QueryParts.Scope | QueryParts.Datacenter | QueryParts.Near | QueryParts.Status;

    [Theory]
    [InlineData("web", "web", null, null, null)]
    [InlineData("v2.web", "v2.web", null, null, null)]
    [InlineData("web@dc-1.a_b", "web", "dc-1.a_b", null, null)]
    [InlineData("web~_agent", "web", null, "_agent", null)]
    [InlineData("web|passing,warning", "web", null, null, "passing,warning")]
    [InlineData("web?ns=a@dc~n|any", "web", "dc", "n", "any")]
    [InlineData("a b:c/d", "a b:c/d", null, null, null)]
    [InlineData("", "", null, null, null)]
    [InlineData("@dc", "", "dc", null, null)]
    public void A_text_is_taken_apart(string text, string name, string? datacenter, string? near, string? status)
    {
        var query = QueryText.Parse(text, All);

        Assert.Equal((name, datacenter, near, status), (query.Name, query.Datacenter, query.Near, query.Status));
    }

    [Fact]
    public void A_query_names_the_scope_in_any_order()
    {
        var scope = QueryText.Parse("web?peer=p%20q&ns=a&sameness-group=g&partition=b@dc", All).Scope;

        Assert.Equal(("a", "b", "p q", "g"), (scope.Namespace, scope.Partition, scope.Peer, scope.SamenessGroup));
    }

    [Fact]
    public void In_a_key_a_tilde_and_a_bar_are_ordinary() => Assert.Equal("a~b|c", QueryText.Parse("a~b|c@dc", QueryParts.Key).Name);

    [Theory]
    [InlineData("web@", "nothing stands behind \"@\" at character 4")]
    [InlineData("web?@dc", "nothing stands behind \"?\" at character 4")]
    [InlineData("web~", "nothing stands behind \"~\" at character 4")]
    [InlineData("web|", "nothing stands behind \"|\" at character 4")]
    [InlineData("web@a@b", "\"@\" at character 6 is there twice")]
    [InlineData("web~n?ns=a", "\"?\" at character 6 stands behind \"~\"; the order is name?query@dc~near|status")]
    [InlineData("web@d c", "\" \" at character 6 cannot be part of the name of a datacenter")]
    [InlineData("web~n/", "\"/\" at character 6 cannot be part of the name of a node")]
    [InlineData("web?ns", "\"ns\" at character 5 needs a value, as in ns=team")]
    [InlineData("web?ns=a&peer=", "\"peer=\" at character 10 needs a value, as in ns=team")]
    [InlineData("web?ns=a&ns=b", "\"ns\" at character 10 is there twice")]
    [InlineData("web?partiton=a", "\"partiton\" at character 5 is unknown; known are ns, partition, peer and sameness-group; did you mean \"partition\"?")]
    public void A_malformed_text_is_refused_with_the_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => QueryText.Parse(text, All)).Message);

    [Fact]
    public void A_mark_without_meaning_is_refused() =>
        Assert.Equal("\"~\" at character 2 has no meaning here", Assert.Throws<FormatException>(() => QueryText.Parse("a~b", QueryParts.Scope)).Message);
}
