using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class SpellingTests
{
    private static readonly string[] Known = ["template", "template_dirs", "consul", "wait", "vars", "max_stale"];

    [Theory]
    [InlineData("templat", "template")]
    [InlineData("tempalte", "template")]
    [InlineData("Template", "template")]
    [InlineData("templates", "template")]
    [InlineData("template_dir", "template_dirs")]
    [InlineData("wiat", "wait")]
    [InlineData("wai", "wait")]
    [InlineData("var", "vars")]
    [InlineData("maxstale", "max_stale")]
    [InlineData("destination", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found_when_it_is_near(string name, string? expected) => Assert.Equal(expected, Spelling.Nearest(name, Known));
}
