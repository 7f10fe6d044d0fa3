using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>
/// Random templates that the parser accepts, with random data: a text or an error with a place comes out, the same one each time, and soon. With
/// CONSULRENDER_FUZZ_MINUTES=10 this goes on for so many minutes; see <see cref="FuzzRun"/>.
/// </summary>
public sealed class RenderFuzzTests
{
    private readonly HashSet<string> _used = [];

    [Fact(Timeout = 120_000)]
    public async Task Random_templates_with_random_data_are_rendered_or_refused_with_a_place()
    {
        var run = new FuzzRun("render", Make);
        await run.Rounds(seed: 1, count: 3_000);

        Assert.True(run.Rendered > 300, $"only {run.Rendered} templates came to a text");
        string[] all = [.. FilterTable.Names, .. FunctionTable.Names, .. LiquidParser.TagNames];
        Assert.Empty(all.Except(_used));
    }

    [Fact]
    public async Task For_minutes_when_they_are_asked_for()
    {
        Assert.SkipWhen(FuzzRun.Minutes is null, "CONSULRENDER_FUZZ_MINUTES is not set.");
        await new FuzzRun("render", Make).ForMinutes();
    }

    private FuzzCase Make(Random random)
    {
        var data = new RandomJson(random).Data(() => new RandomTemplate(random).Text(2));
        var template = new RandomTemplate(random);
        var text = template.Text(4);
        _used.UnionWith(template.Used);
        return new FuzzCase(data, text);
    }
}
