using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>
/// Random and broken templates: nothing but a <see cref="TemplateException"/> comes out, and its positions are inside the text.
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

    private static readonly JsonElement Data = JsonDocument.Parse("""
        { "vars": { "a": [1, "x", null, { "b": 2.5 }], "x": "text" }, "env": { "a": "b" }, "partials": { "p": "{% macro a(x = 1) %}{{ x }}{% endmacro %}{{ a }}" },
          "consul": { "services": { "x": [ { "node": "n", "address": "10.0.0.1", "port": 80, "tags": ["a"] } ] }, "keys": { "a": "1" } } }
        """).RootElement;

    private static readonly Snapshot Filled = GoldenCase.SnapshotOf(Data);

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_text_is_rendered_or_refused_with_a_place(int seed)
    {
        await Task.Yield();
        var random = new Random(seed);
        for (var round = 0; round < 2_500; round++)
        {
            Check(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? " " : ""))));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Golden_templates_with_a_few_changes_are_rendered_or_refused_with_a_place(int seed)
    {
        await Task.Yield();
        var random = new Random(seed);
        var templates = GoldenTests.Cases.Select(row => GoldenTests.TextOf(row.Data)).ToArray();
        for (var round = 0; round < 2_500; round++)
        {
            Check(Mutate(templates[random.Next(templates.Length)], random));
        }
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
    public async Task A_hundred_thousand_of_anything_is_an_answer_and_not_a_crash(string before, string repeated, string after)
    {
        await Task.Yield();
        Check(before + string.Concat(Enumerable.Repeat(repeated, 100_000)) + after);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_data_give_the_same_text()
    {
        await Task.Yield();
        var template = Template.Parse(
            new TemplateSource("t", "{% for s in services %}{{ s.name }}{% for i in service(s.name) %}{{ i | to_json }}{% endfor %}{% endfor %}{{ vars | to_json }}"),
            GoldenCase.Options(Data));
        using var first = template.Render(Filled);
        var expected = first.Text.ToString();
        Parallel.For(0, 200, _ =>
        {
            using var again = template.Render(Filled);
            Assert.Equal(expected, again.Text.ToString());
        });
    }

    private static string Mutate(string template, Random random)
    {
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(template.Length + 1);
            var length = Math.Min(random.Next(6), template.Length - at);
            template = string.Concat(template.AsSpan(0, at), random.Next(2) == 0 ? Pieces[random.Next(Pieces.Length)] : "", template.AsSpan(at + length));
        }

        return template;
    }

    private static void Check(string text)
    {
        try
        {
            var template = Template.Parse(new TemplateSource("t", text), GoldenCase.Options(Data));
            foreach (var snapshot in new[] { Snapshot.Empty, Filled })
            {
                using var rendering = template.Render(snapshot);
                Assert.All(rendering.Missing, missing => AssertInside(missing.Position, text));
            }
        }
        catch (TemplateException exception)
        {
            Assert.NotEmpty(exception.Errors);
            Assert.All(exception.Errors, error => AssertInside(error, text));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"{exception.GetType()} for the template: {(text.Length > 500 ? text[..500] : text)}", exception);
        }
    }

    private static void AssertInside(TemplateError error, string text)
    {
        AssertInside(error.Position, text);
        if (error.Position.Template == "t")
        {
            Assert.Equal(text.Split('\n')[error.Position.Line - 1].TrimEnd('\r'), error.SourceLine);
        }
    }

    private static void AssertInside(SourcePosition position, string text)
    {
        if (position.Template == "t")
        {
            var lines = text.Split('\n');
            Assert.InRange(position.Line, 1, lines.Length);
            Assert.InRange(position.Column, 1, lines[position.Line - 1].Length + 1);
        }
    }
}
