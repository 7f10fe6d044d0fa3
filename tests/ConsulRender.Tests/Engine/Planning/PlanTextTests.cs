using System.Text;
using ConsulRender.Planning;
using Xunit;

namespace ConsulRender.Tests.Engine.Planning;

/// <summary>How texts of files and of Consul are read and shown.</summary>
public sealed class PlanTextTests
{
    [Theory]
    [InlineData("plain\ttext äöü 世界 😀", "plain\ttext äöü 世界 😀")]
    [InlineData("\e[31mred\a", "\\x1b[31mred\\x07")]
    [InlineData("a\rb\u007f\u009b2J", "a\\rb\\x7f\\x9b2J")]
    [InlineData("left\u202Eright\u200B\u2028\uFEFF", "left\\u{202e}right\\u{200b}\\u{2028}\\u{feff}")]
    [InlineData("\uE000", "\\u{e000}")]
    [InlineData("back\\slash", "back\\slash")]
    public void Nothing_reaches_a_terminal_that_it_would_obey(string text, string shown) => Assert.Equal(shown, SafeText.Of(text));

    [Fact]
    public void Half_a_character_is_told_by_its_number() => Assert.Equal("a\\u{d83d}b", SafeText.Of($"a{(char)0xD83D}b"));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_lines_like_others()
    {
        var text = TextLines.Of([(byte)'a', 0xFF, (byte)'\n', .. Encoding.UTF8.GetBytes("ä"), 0xC3, (byte)'\n', 0xED, 0xA0, 0x80]);
        Assert.Equal(["a\\xff", "ä\\xc3", "\\xed\\xa0\\x80"], text.Lines.Select(SafeText.Of));
        Assert.True(text.EndsOpen);
    }

    [Theory]
    [InlineData("secret/*", "secret/a", true)]
    [InlineData("secret/*", "secret/a/b", false)]
    [InlineData("secret/**", "secret/a/b", true)]
    [InlineData("secret/", "secret/a/b", true)]
    [InlineData("/secret/**", "secret/a", true)]
    [InlineData("secret/a", "/secret/a", true)]
    [InlineData("secret", "secret/a", false)]
    [InlineData("**/password", "password", true)]
    [InlineData("**/password", "a/b/password", true)]
    [InlineData("**/password", "a/xpassword", false)]
    [InlineData("app/*/pass*", "app/db/password", true)]
    [InlineData("app/**/pw", "app/pw", true)]
    [InlineData("app/**/pw", "app/a/b/pw", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("**", "anything/at all", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("A", "a", false)]
    public void Patterns_of_keys_are_globs_of_parts(string pattern, string path, bool matches) => Assert.Equal(matches, PathGlob.Matches(pattern, path));
}
