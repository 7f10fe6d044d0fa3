using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class TemplateErrorTextTests
{
    [Fact]
    public void An_error_shows_its_line_with_a_caret_under_the_column()
    {
        var exception = new TemplateException(
            [
                new TemplateError(new SourcePosition("t.liquid", 2, 6), "unknown filter 'upcse'", "\tab {{ x | upcse }}", [new SourcePosition("main.liquid", 9, 1)]),
                new TemplateError(new SourcePosition("u.liquid", 1, 1), "there is no such file", "", []),
            ]);

        Assert.Equal(
            [
                "t.liquid:2:6: unknown filter 'upcse'\n     ab {{ x | upcse }}\n         ^\n  included from main.liquid:9:1",
                "u.liquid:1:1: there is no such file",
            ],
            TemplateErrorText.DescribeEach(exception));
    }
}
