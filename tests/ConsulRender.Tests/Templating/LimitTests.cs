using ConsulRender.Consul;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>Templates that would take the host down, under the default limits or the highest ones that can be set.</summary>
public sealed class LimitTests
{
    private static readonly TemplateLimits Highest = new() { Nesting = 500, IncludeDepth = 1_000 };

    [Theory(Timeout = 60_000)]
    [InlineData("{% capture x %}{{ x }}{{ x }}{% endcapture %}", "bytes of text")]
    [InlineData("{% assign x = x | append: x %}", "characters")]
    [InlineData("{% assign x = x | replace: '0', x %}", "characters")]
    [InlineData("{% assign x = x | regex_replace_all: '0', x %}", "characters")]
    [InlineData("{% capture x %}{{ x | upcase }}{{ x | downcase }}{% endcapture %}", "bytes of text")]
    public async Task A_text_that_doubles_line_by_line_is_stopped(string line, string expected)
    {
        await Task.Yield();
        var text = "{% assign x = '0123456789' %}\n" + string.Concat(Enumerable.Repeat(line + "\n", 60));

        Assert.Contains(expected, Failure(text), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Partials_that_double_are_stopped()
    {
        await Task.Yield();
        var options = new TemplateOptions { FindPartial = name => new TemplateSource(name, Twice(int.Parse(name, null) + 1)) };

        Assert.Contains("limits.iterations", Failure(Twice(0), options), StringComparison.Ordinal);

        static string Twice(int number) => number == 60 ? "" : $"{{% include '{number}' %}}{{% include '{number}' %}}";
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{{ t | regex_replace_all: 'x*y|x', 'z' }}")]
    [InlineData("{{ t | regex_match: '(x|x.){200}y' }}")]
    public async Task A_regular_expression_that_takes_too_long_is_stopped(string use)
    {
        await Task.Yield();
        var text = "{% assign t = 'xxxxxxxxxx' %}" + string.Concat(Enumerable.Repeat("{% assign t = t | append: t %}", 16)) + use;

        // The default is a second's work for a machine, and many seconds' for a debug build on a busy one.
        var options = new TemplateOptions { Limits = new TemplateLimits { PatternSteps = 5_000_000 } };
        Assert.Contains("limits.pattern_steps", Failure(text, options), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{% if true %}", "{% endif %}")]
    [InlineData("{% for i in (1..1) %}", "{% endfor %}")]
    [InlineData("{% capture x %}", "{% endcapture %}")]
    [InlineData("{% tablerow i in (1..1) %}", "{% endtablerow %}")]
    [InlineData("{% ifchanged %}", "{% endifchanged %}")]
    [InlineData("{% case 1 %}{% when 1 %}", "{% endcase %}")]
    public async Task Blocks_in_macros_that_call_themselves_leave_room_on_the_stack(string begin, string end)
    {
        await Task.Yield();
        var text = $"{{% macro m() %}}{Repeat(begin)}{{{{ m() }}}}{Repeat(end)}{{% endmacro %}}{{{{ m() }}}}";

        Assert.Matches("deeper than this program can follow|nested more than 1000 deep", OnSmallStack(text));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(240, "(1 | plus: ", ")", "m()")]
    [InlineData(450, "a[", "]", "m()")]
    [InlineData(240, "(1 + ", ")", "m()")]
    [InlineData(120, "(1 + 2 * ", ")", "m()")]
    [InlineData(240, "m(", ")", "m()")]
    [InlineData(240, "key_exists(", ")", "m(1)")]
    [InlineData(450, "not ", "", "m(1)")]
    [InlineData(450, "false or ", "", "m(1)")]
    public async Task Values_in_macros_that_call_themselves_leave_room_on_the_stack(int count, string begin, string end, string inner)
    {
        await Task.Yield();
        var expression = Repeat(begin, count) + inner + Repeat(end, count);
        var text = $"{{% assign a = 'x' | split: ',' %}}{{% macro m(x = 1) %}}{{% if {expression} %}}{{{{ {expression} }}}}{{% endif %}}{{% endmacro %}}{{{{ {expression} }}}}";

        Assert.Matches("deeper than this program can follow|nested more than 1000 deep", OnSmallStack(text));
    }

    [Fact(Timeout = 60_000)]
    public async Task Deep_partials_with_deep_blocks_leave_room_on_the_stack()
    {
        await Task.Yield();
        var options = new TemplateOptions
        {
            Limits = Highest,
            FindPartial = name => new TemplateSource(name, $"{Repeat("{% if true %}")}{{% include '{int.Parse(name, null) + 1}' %}}{Repeat("{% endif %}")}"),
        };

        Assert.Matches("deeper than this program can follow|more than 1000 deep", OnSmallStack("{% include '1' %}", options));
    }

    [Fact]
    public void A_render_that_ran_out_of_text_says_what_it_had_read()
    {
        var template = Template.Parse(
            new TemplateSource("t", "{% if key_exists('a') %}{% endif %}0123456789"),
            new TemplateOptions { Limits = new TemplateLimits { OutputBytes = 5 } });
        var snapshot = GoldenCase.SnapshotOf(System.Text.Json.JsonDocument.Parse("""{ "consul": { "keys": {} } }""").RootElement);

        var exception = Assert.Throws<TemplateException>(() => template.Render(snapshot).Dispose());
        Assert.Single(exception.Used);
    }

    private static string Repeat(string text, int count = 480) => string.Concat(Enumerable.Repeat(text, count));

    private static string Failure(string text, TemplateOptions? options = null) => Assert.Throws<TemplateException>(() =>
        Template.Parse(new TemplateSource("t", text), options ?? new TemplateOptions()).Render(Snapshot.Empty).Dispose()).Message;

    // Threads of musl systems have no more than this.
    private static string? OnSmallStack(string text, TemplateOptions? options = null)
    {
        string? message = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Template.Parse(new TemplateSource("t", text), options ?? new TemplateOptions { Limits = Highest }).Render(Snapshot.Empty).Dispose();
                }
                catch (TemplateException exception)
                {
                    message = exception.Message;
                }
            },
            maxStackSize: 1536 * 1024);
        thread.Start();
        thread.Join();
        return message;
    }
}
