using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class GoGlobTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abcd", "abc", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "abc", true)]
    [InlineData("*c", "abc", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*", "abc", true)]
    [InlineData("a*", "ab/c", false)]
    [InlineData("a*/b", "abc/b", true)]
    [InlineData("a*/b", "a/c/b", false)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxe/f", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxexxx/f", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzx", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzy", false)]
    [InlineData("CONSUL_*", "CONSUL_HTTP_TOKEN", true)]
    [InlineData("CONSUL_*", "consul_http_token", false)]
    [InlineData("*_TOKEN", "CONSUL_HTTP_TOKEN", true)]
    [InlineData("*_TOKEN", "CONSUL_HTTP_TOKEN_FILE", false)]
    [InlineData("ab[c]", "abc", true)]
    [InlineData("ab[b-d]", "abc", true)]
    [InlineData("ab[e-g]", "abc", false)]
    [InlineData("ab[^c]", "abc", false)]
    [InlineData("ab[^b-d]", "abc", false)]
    [InlineData("ab[^e-g]", "abc", true)]
    [InlineData("[a-zA-Z_]*", "_x", true)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a\\*b", "ab", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("[\\]a]", "]", true)]
    [InlineData("[\\-x]", "-", true)]
    [InlineData("[x\\-]", "z", false)]
    [InlineData("a[^a]b", "a☺b", true)]
    [InlineData("a]", "a]", true)]
    [InlineData("[a-z]*?", "ab", true)]
    [InlineData("[a-z]*?", "a", false)]
    public void A_pattern_fits_what_it_fits_in_Go(string pattern, string name, bool expected)
    {
        Assert.True(GoGlob.IsValid(pattern));
        Assert.Equal(expected, GoGlob.IsMatch(pattern, name));
    }

    [Theory]
    [InlineData("[]a]")]
    [InlineData("[-]")]
    [InlineData("[x-]")]
    [InlineData("[-x]")]
    [InlineData("[")]
    [InlineData("[^")]
    [InlineData("[^]")]
    [InlineData("[a")]
    [InlineData("[^bc")]
    [InlineData("a[")]
    [InlineData("ab\\")]
    public void A_broken_pattern_is_known_as_such_and_fits_nothing(string pattern)
    {
        Assert.False(GoGlob.IsValid(pattern));
        Assert.All(["", "a", "ab", "x", "-", "]", pattern], name => Assert.False(GoGlob.IsMatch(pattern, name)));
    }
}
