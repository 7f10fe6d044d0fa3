using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsulRender.Consul;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Templating;
using ConsulRender.Templating.Rounds;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>
/// Random loops that ask questions, rendered again and again while a part of the data changes, comes or goes: with a memory and without one they give the
/// same. With CONSULRENDER_FUZZ_MINUTES=10 this goes on for so many minutes; see <see cref="FuzzRun"/>.
/// </summary>
public sealed class RememberingFuzzTests
{
    private const int Steps = 10;
    private static readonly string[] Values = ["1", "2", "web", "db", "1.0", "a\nb", ""];
    private static readonly string[] Services = ["web", "db", "api", "app", "cache", "mail", "queue", "zoo"];
    private static readonly string[] Keys = ["a", "b", "c", "web"];

    private static readonly string[] Before =
    [
        "{% assign x = key_or_default(\"a\", \"none\") %}", "{% assign x = key_or_default(\"b\", \"1\") | plus: 1 %}", "{% assign x = service(\"web\") | first %}",
        "{% capture c %}{{ key_or_default(\"b\", \"none\") }}\n{% endcapture %}", "{% assign x = ls(\"\") %}", "{% assign y = services | size %}", "{% increment n %}",
        "{% macro m(v) %}[{{ v }}{{ x }}{{ key_or_default(\"c\", \"\") }}{% assign x = v %}{{ x }}]{% endmacro %}", "{% from 'p' import pm %}", "{% assign x = \"now\" | date: \"%s\" %}",
    ];

    private static readonly string[] Headers =
    [
        "for s in services", "for s in services", "for s in ls(\"\")", "for s in (1..4)", "for s in \"web,db,web,1\" | split: \",\"", "for s in services reversed", "for s in services limit: y",
        "for s in service(\"web\")", "for x in services", "for s in (1..2)%}{%for x in services", "for s in ls(\"\")%}{%for x in services", "for s in tree(\"\")",
    ];

    private static readonly string[] Inside =
    [
        "{% for i in service(s.name) %}{{ i.id }}:{{ i.port }} {% endfor %}", "{% for i in service(x) %}{{ i.port }}{{ forloop.last }}{% endfor %}", "{{ key_or_default(s, x) }}", "{{ x }}", "{{ c }}",
        "{{ y }}", "{{ m(s) }}", "{{ pm(s) }}", "{{ forloop.index }}", "{% for i in (1..2) %}{{ forloop.parentloop.index }}{% endfor %}", "{% cycle \"a\", \"b\" %}", "{% increment n %}", "{{ n }}",
        "{% ifchanged %}{{ x }}{% endifchanged %}", "{% assign x = key_or_default(s, x) %}", "{% if key_exists(\"a\") %}{% assign x = \"in\" %}{% endif %}", "{% assign z = service(s) | map: \"port\" %}{{ z }}",
        "{% if key_or_default(s.name, \"1\") == \"2\" %}{% break %}{% endif %}", "{% if key_or_default(\"b\", \"1\") == \"1\" %}{% continue %}{% endif %}", "{% assert key_or_default(\"a\", \"1\") == \"1\" %}",
        "{{ \"now\" | date: \"%s\" }}", "{% include 'q' %}", "{% render 'q', s: s %}", "{% render 'p', x: x %}", "{{ key(\"a\") }}", "{% capture c %}{{ s }}{{ x }}\n{% endcapture %}", "{{ nobody | default: \"u\" }}",
        "{{ s.name | sha1 }}", "{{ private_ip }}", "{% macro m(v) %}{{ v }}{% endmacro %}", "{% assign y = forloop %}", "{% for i in (1..20) %}{{ i }}{% endfor %}",
        "{% capture c %}{% for i in (1..99) %}{{ i }}-{{ s }}{% endfor %}{% endcapture %}{{ c | size }}", "{% if key_exists(s) %}{% assign x = s %}{% increment n %}{% endif %}",
        "{% assign d = service(s) | size %}{{ 4 | divided_by: d }}", "{% assign d = service(s) | size %}{% if d == 2 %}{% assign x = d %}{% endif %}{{ x }}",
        "{% assign q = service(s) %}", "{% unless service(s) | first %}{% assign q = x %}{% endunless %}{{ q }}", "{% for i in service(s) %}{% assign q = i.port %}{% endfor %}",
    ];

    // What one round assigns and another sees, with failures in between.
    private static readonly string[] Assigning =
    [
        "{% assign d = service(s) | size %}{{ 4 | divided_by: d }}", "{% assign d = service(s) | size %}{% if d == 2 %}{% assign x = d %}{% endif %}", "{{ x }}", "{% assign x = 5 %}",
        "{% assign d = service(s) | map: \"port\" | first %}{% if d == 80 %}{% assign x = s.name %}{% assign y = s.name %}{% endif %}", "{{ y }}", "{{ service(s) | size }}",
        "{% assign d = service(s) | size %}{% if d == 1 %}{% increment n %}{% assign y = d %}{% endif %}", "{{ m(s) }}", "{% assign x = y %}",
    ];

    private int _replayed;

    [Fact(Timeout = 120_000)]
    public async Task A_memory_changes_nothing_but_the_cost()
    {
        var run = new FuzzRun("remembering", Make, Judge);
        await run.Rounds(seed: 1, count: 2_500);

        Assert.True(_replayed > 2_000, $"only {_replayed} rounds were not run again");
        Assert.True(run.Rendered > 300, $"only {run.Rendered} templates came to a text");
    }

    [Fact]
    public async Task For_minutes_when_they_are_asked_for()
    {
        Assert.SkipWhen(FuzzRun.Minutes is null, "CONSULRENDER_FUZZ_MINUTES is not set.");
        await new FuzzRun("remembering", Make, Judge).ForMinutes();
    }

    private static FuzzCase Make(Random random)
    {
        var consul = Enumerable.Range(0, Steps).Aggregate(new List<JsonObject>(), (all, step) => [.. all, Consul(all.LastOrDefault(), step, random)]);
        var data = new JsonObject
        {
            ["options"] = new JsonObject
            {
                ["error_on_missing_key"] = random.Next(4) == 0,
                ["reject_newlines"] = random.Next(3) == 0,
                ["limits"] = new JsonObject
                {
                    ["iterations"] = random.Next(4) == 0 ? random.Next(10, 90) : 3_000,
                    ["output_bytes"] = random.Next(6) == 0 ? random.Next(1_024, 9_000) : 1_000_000,
                },
            },
            ["addresses"] = new JsonObject { ["eth0"] = new JsonArray("10.0.0.5") },
            ["partials"] = new JsonObject
            {
                ["p"] = $"{{% macro pm(v) %}}<{{{{ v }}}}{{{{ x | default: \"no x\" }}}}>{{% endmacro %}}{Some(Inside, random, 1)}",
                ["q"] = Some(Inside, random, 2) + (random.Next(3) == 0 ? new RandomTemplate(random).Text(1) : ""),
            },
            ["later"] = new JsonArray([.. consul]),
        };
        var isAboutAssigning = random.Next(3) == 0;
        var header = Headers[random.Next(isAboutAssigning ? 2 : Headers.Length)];
        var ends = header.Contains("{%for", StringComparison.Ordinal) ? "{% endfor %}{% endfor %}" : "{% endfor %}";
        return new FuzzCase(data.ToJsonString(), $"{Some(Before, random, 4)}{{% {header} %}}{Some(isAboutAssigning ? Assigning : Inside, random, isAboutAssigning ? 6 : 4)}{ends}{{{{ x }}}}{{{{ c }}}}{{{{ z }}}}{{{{ n }}}}{{{{ q }}}}");
    }

    private static string Some(string[] from, Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => from[random.Next(from.Length)]));

    // Each step changes little.
    private static JsonObject Consul(JsonObject? before, int step, Random random)
    {
        var consul = before?.DeepClone().AsObject() ?? new JsonObject { ["services"] = new JsonObject(), ["keys"] = new JsonObject() };
        consul["time"] = string.Create(CultureInfo.InvariantCulture, $"2024-02-29T12:00:{step:00}Z");
        for (var changes = before is null ? 30 : random.Next(4); changes > 0; changes--)
        {
            var isKey = random.Next(2) == 0;
            var name = isKey ? Keys[random.Next(Keys.Length)] : Services[random.Next(Services.Length)];
            var all = consul[isKey ? "keys" : "services"]!.AsObject();
            all.Remove(name);
            if (random.Next(5) > 0)
            {
                all[name] = isKey ? Values[random.Next(Values.Length)] : new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(number => Instance(number, random))]);
            }
        }

        return consul;
    }

    private static JsonObject Instance(int number, Random random) =>
        new() { ["node"] = "n", ["id"] = $"i{number}", ["address"] = "10.0.0.1", ["port"] = 80 + random.Next(3), ["tags"] = new JsonArray(Values[random.Next(2)]) };

    private (string? Failure, string Text) Judge(FuzzCase made)
    {
        using var json = JsonDocument.Parse(made.Data);
        Template template;
        try
        {
            template = Template.Parse(new TemplateSource("t", made.Text), GoldenCase.Options(json.RootElement));
        }
        catch (Exception exception) when (exception is TemplateException or ArgumentException or InvalidOperationException)
        {
            // The others are of data that were made smaller.
            return (null, "");
        }

        try
        {
            return Compare(template, json.RootElement);
        }
        catch (Exception exception) when (exception is FixtureException or KeyNotFoundException or JsonException)
        {
            return (null, "");
        }
    }

    private (string? Failure, string Text) Compare(Template template, JsonElement data)
    {
        var (memory, text, known) = (new RenderMemory(), "", Snapshot.Empty);
        foreach (var (consul, index) in data.GetProperty("later").EnumerateArray().Select((consul, index) => (consul, index)))
        {
            // As a daemon comes to know them: what is used is asked for, and not every answer comes at once.
            var whole = SnapshotOf(consul);
            for (var turn = 0; turn < 4; turn++)
            {
                var plain = Outcome(template, known, memory: null);
                var remembered = Outcome(template, known, memory);
                _replayed += memory.Replayed;
                if (plain.Text != remembered.Text)
                {
                    return ($"a memory gives something else:\n{plain.Text}\nbecame\n{remembered.Text}\nin turn {turn} with {consul}", "");
                }

                text = plain.Text;
                var answers = plain.Used.OrderBy(used => $"{used}", StringComparer.Ordinal).Where((_, place) => turn > 1 || (place + index) % 3 > 0).Select(whole.Find).OfType<Reading>();
                known = (turn + index) switch
                {
                    3 => known.Keep(plain.Used),
                    5 => plain.Used.Select(known.Find).OfType<Reading>().Aggregate(Snapshot.Empty, (snapshot, reading) => snapshot.With(reading)),
                    _ => known,
                };
                known = answers.Aggregate(known, (snapshot, answer) => snapshot.Find(answer.Dependency) is { } old && Equals(old.Value, answer.Value) ? snapshot : snapshot.With(answer));
            }
        }

        return (null, text.StartsWith("error", StringComparison.Ordinal) ? "" : text);
    }

    private static Snapshot SnapshotOf(JsonElement consul)
    {
        using var whole = JsonDocument.Parse($$"""{ "consul": {{consul.GetRawText()}} }""");
        return GoldenCase.SnapshotOf(whole.RootElement);
    }

    private static (string Text, IReadOnlySet<Dependency> Used) Outcome(Template template, Snapshot snapshot, RenderMemory? memory)
    {
        try
        {
            using var rendering = template.Render(snapshot, memory);
            var used = rendering.Used.Select(used => $"{used}").Order(StringComparer.Ordinal);

            // What is there of a text when something is missing, nobody uses.
            var text = rendering.IsComplete ? $"{rendering.Text}" : "";
            return ($"{text}\nread {string.Join(' ', used)}\nmissing {string.Join(' ', rendering.Missing)}\nfailed {string.Join(' ', rendering.FailedAsserts)}", rendering.Used);
        }
        catch (TemplateException exception)
        {
            return ($"error {string.Join('\n', exception.Errors)}\nread {string.Join(' ', exception.Used.Select(used => $"{used}").Order(StringComparer.Ordinal))}", exception.Used);
        }
    }
}
