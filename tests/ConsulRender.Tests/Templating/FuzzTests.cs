using System.Text.Json;
using ConsulRender.Templating;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>
/// Random and broken templates: nothing but a <see cref="TemplateException"/> comes out, and its positions are inside the text. With
/// CONSULRENDER_FUZZ_MINUTES=10 this goes on for so many minutes; see <see cref="FuzzRun"/>.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{%", "%}", "{{-", "-}}", "{%-", "-%}", " ", "\n", "\r\n", "a", "x", "é", "🚀", "\ud83d", "services", "service", "key", "vars", "env", "(", ")",
        "[", "]", ".", "..", ",", ":", "|", "=", "==", "<>", "!=", "<", ">=", "-", "1", "-1", "2.5", "99999999999999999999999999999999", "'", "\"", "'a'",
        "\"b\"", "'('", "if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase", "for", "in", "endfor", "limit", "offset",
        "reversed", "continue", "break", "assign", "capture", "endcapture", "comment", "endcomment", "raw", "endraw", "include", "render", "'p'", "with",
        "as", "macro", "endmacro", "from", "import", "liquid", "echo", "cycle", "increment", "decrement", "#", "and", "or", "not", "contains", "true",
        "nil", "empty", "blank", "forloop", "index", "size", "first", "upcase", "split", "plus", "divided_by", "sort", "map", "where", "default",
        "regex_match", "regex_replace_all", "to_json", "by_tag", "slice", "date", "\0", "\\", "$", "@", "%",
        "+", " - ", "*", "/", "-x", "tablerow", "endtablerow", "cols", "tablerowloop", "ifchanged", "endifchanged",
    ];

    private const string Limited = """
        { "options": { "limits": { "iterations": 100000, "output_bytes": 10000000, "pattern_steps": 1000000, "render_time": "2s" }, "milliseconds_per_look": 1 },
          "vars": { "a": [1, "x", null, { "b": 2.5 }], "x": "text" }, "env": { "a": "b" },
          "partials": { "p": "{% macro a(x = 1) %}{{ x }}{% endmacro %}{{ a }}" },
          "consul": { "services": { "x": [ { "node": "n", "address": "10.0.0.1", "port": 80, "tags": ["a"] } ] }, "keys": { "a": "1" } } }
        """;

    private static readonly string[] Names = [.. FilterTable.Names, .. FunctionTable.Names, .. LiquidParser.TagNames];

    private static readonly string[] Templates = [.. GoldenTests.Cases.Select(row => GoldenTests.TextOf(row.Data))];

    [Theory(Timeout = 120_000)]
    [InlineData(1, 5_000)]
    public async Task Random_and_broken_text_is_rendered_or_refused_with_a_place(int seed, int rounds) =>
        await new FuzzRun("parser", Make).Rounds(seed, rounds);

    [Fact]
    public async Task For_minutes_when_they_are_asked_for()
    {
        Assert.SkipWhen(FuzzRun.Minutes is null, "CONSULRENDER_FUZZ_MINUTES is not set.");
        await new FuzzRun("parser", Make).ForMinutes();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{{ ", "(", "")]
    [InlineData("{{ ", "a[", "")]
    [InlineData("{{ a", ".a", " }}")]
    [InlineData("{{ vars.x", " | upcase", " }}")]
    [InlineData("{% if a", " or a", " %}{% endif %}")]
    [InlineData("{% if ", "not ", " %}{% endif %}")]
    [InlineData("", "{% if true %}", "")]
    [InlineData("", "{% for x in (1..2) %}", "")]
    [InlineData("", "{% capture x %}", "")]
    [InlineData("", "{% comment %}", "")]
    [InlineData("{% if true %}", "{% elsif true %}", "{% endif %}")]
    [InlineData("", "{% endif %}", "")]
    [InlineData("{{ key(", "key(", "")]
    [InlineData("{{ 'a' | regex_match: '", "(", "' }}")]
    [InlineData("{{ 'a' | regex_match: '", "(a*", "' }}")]
    [InlineData("{{ 1", " + 1", " }}")]
    [InlineData("{{ 1", " * 1 - 1", " }}")]
    [InlineData("{{ ", "- ", "1 }}")]
    [InlineData("", "{% tablerow x in (1..2) %}", "")]
    [InlineData("", "{% ifchanged %}", "")]
    [InlineData("{% liquid ", "liquid ", "%}")]
    [InlineData("", "{", "")]
    [InlineData("{{ \"", "\"", "")]
    [InlineData("{{ vars", "[vars", "")]
    [InlineData("{{ vars", "[0]", " }}")]
    [InlineData("{{ 1 | plus: ", "(1 | plus: ", "")]
    [InlineData("{{ 1 | plus: ", "1, ", " }}")]
    [InlineData("{{ m(", "m(", "")]
    [InlineData("{% macro m(a) %}{{ a }}{% endmacro %}{{ m", "(1)", " }}")]
    [InlineData("", "{% macro m(a) %}", "")]
    [InlineData("", "{% macro m(a) %}{% endmacro %}{{ m(1) }}", "")]
    [InlineData("{% macro m(a", ", a", ") %}{% endmacro %}{{ m(1) }}")]
    [InlineData("{{ x", " == 1", " }}")]
    [InlineData("{{ (1", "..1", ") }}")]
    [InlineData("{{ ", "(1..", "")]
    [InlineData("{% cycle 1", ", 1", " %}")]
    [InlineData("{% case 1 %}{% when 1", ", 1", " %}{% endcase %}")]
    [InlineData("{% case 1 %}", "{% when 1 %}", "{% endcase %}")]
    [InlineData("", "{% case 1 %}{% when 1 %}", "")]
    [InlineData("", "{% unless x %}", "")]
    [InlineData("", "{% raw %}", "")]
    [InlineData("", "{% doc %}", "")]
    [InlineData("", "{% comment %}{% raw %}", "")]
    [InlineData("", "{% liquid\n", "")]
    [InlineData("{% liquid\n", "if true\n", "%}")]
    [InlineData("{% liquid\n", "comment\n", "%}")]
    [InlineData("", "{% include 'p' %}", "")]
    [InlineData("{% include 'p', a: 1", ", a: 1", " %}")]
    [InlineData("", "{% from 'p' import a %}", "")]
    [InlineData("{% from 'p' import a", ", a", " %}")]
    [InlineData("", "{%- -%}", "")]
    [InlineData("", "{{- -}} ", "")]
    [InlineData("{{ 'a' | regex_match: '", "[", "' }}")]
    [InlineData("{{ 'a' | regex_match: '", "a|", "' }}")]
    [InlineData("{{ a", "-b", " }}")]
    [InlineData("{{ ", "9", " }}")]
    [InlineData("", "{% assign x = 1 %}", "")]
    [InlineData("{% assign x = 1 %}", "{% assign x = x | append: 'a' %}", "")]
    [InlineData("", "{% increment x %}", "")]
    [InlineData("", "{{ ", "")]
    [InlineData("", "{% ", "")]
    [InlineData("", "{% bad %}", "")]
    public async Task A_hundred_thousand_of_anything_is_an_answer_and_not_a_crash(string before, string repeated, string after)
    {
        await Task.Yield();
        var text = before + string.Concat(Enumerable.Repeat(repeated, 100_000)) + after;
        string? failure = "it never ended";
        var thread = new Thread(() => failure = new FuzzCase(Limited, text).Run().Failure, FuzzRun.SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_data_give_the_same_text()
    {
        await Task.Yield();
        using var data = JsonDocument.Parse(Limited);
        var template = Template.Parse(
            new TemplateSource("t", "{% for s in services %}{{ s.name }}{% for i in service(s.name) %}{{ i | to_json }}{% endfor %}{% endfor %}{{ vars | to_json }}"),
            GoldenCase.Options(data.RootElement));
        var filled = GoldenCase.SnapshotOf(data.RootElement);
        using var first = template.Render(filled);
        var expected = first.Text.ToString();
        Parallel.For(0, 200, _ =>
        {
            using var again = template.Render(filled);
            Assert.Equal(expected, again.Text.ToString());
        });
    }

    // Half of it is made of pieces, half of what people write with a few changes.
    private static FuzzCase Make(Random random) => new(Limited, random.Next(2) == 0
        ? string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Piece(random) + (random.Next(3) == 0 ? " " : "")))
        : Mutate(Templates[random.Next(Templates.Length)], random));

    private static string Piece(Random random) =>
        random.Next(6) == 0 ? Names[random.Next(Names.Length)] : Pieces[random.Next(Pieces.Length)];

    private static string Mutate(string template, Random random)
    {
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(template.Length + 1);
            var length = random.Next(12) == 0 ? template.Length - at : Math.Min(random.Next(6), template.Length - at);
            var insert = random.Next(5) switch
            {
                <= 1 => Piece(random),
                2 => template.Substring(random.Next(template.Length - length + 1), length),
                _ => "",
            };
            template = string.Concat(template.AsSpan(0, at), insert, template.AsSpan(at + length));
        }

        return template;
    }
}
