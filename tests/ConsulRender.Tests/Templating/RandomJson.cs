using System.Globalization;
using System.Text;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>Random data for a golden file: settings, a catalog, keys, files and what else a template may read. Owned by one round.</summary>
internal sealed class RandomJson(Random random)
{
    /// <summary>Text that some filter or other has a use for, and text that nothing expects.</summary>
    internal static readonly string[] Texts =
    [
        "", "", "a", "b", "x", "name", "a,b,,c", "a=1;b=2", "two words", " padded ", "line\nline\r\n\nline", "tab\there", "é", "ß", "İ", "🚀", "👩‍👩‍👧", "\u0000", "\u2028",
        "e\u0301", "'", "\"", "\\", "$1", "${x}", "%", "{{ x }}", "&lt;b&gt;", "<a href='x'>y</a>", "../..", "a/b/c", "/", "//", "folder/", "true", "no", "nil",
        "0", "1", "-1", "1.5", "1e3", "1e30", "007", "0x1f", "99999999999999999999999999999", "NaN", "10.0.0.1", "10.0.0.0/8", "::1", "fe80::/10", "255.255.255.255/32",
        "1.2.3", "1.2.3-rc.1+b", ">= 1.0, < 2", "2024-02-29T23:59:60Z", "2024-01-01 10:00", "now", "today", "http://u:p@[::1]:80/p?q=1#f", "[1, {\"a\": null}]", "[\"\\ud83d\"]",
        "{\"a\": {\"b\": 1.50}}", "a: [1, &x b]\nc: *x", "YWJj", "-_8=", "x.y", "meta.version", "version|int", "critical", "web",
    ];

    private static readonly string[] Numbers =
    [
        "0", "1", "2", "3", "-1", "-2", "1.5", "-0.5", "0.1", "7.0", "100", "80", "65536", "2147483647", "2147483648", "-2147483649", "9223372036854775807",
        "79228162514264337593543950335", "-79228162514264337593543950335", "0.0000000000000000000000000001", "1e40", "1E-40", "123456789012345678901234567890.5",
    ];

    /// <summary>Everything that a golden file can give a template, and partials <c>p</c> and <c>q</c> made of what is given.</summary>
    internal string Data(Func<string> partial) => Object(
        ("options", Options()),
        ("vars", Map(0)),
        ("env", TextMap()),
        ("addresses", """{ "eth0": ["10.0.0.5", "fe80::1", "2001:db8::1"], "lo": ["127.0.0.1"], "é": ["8.8.8.8"] }"""),
        ("partials", Object(("p", Quoted("{% macro m(a, b = 1) %}[{{ a }}{{ b }}]{% endmacro %}" + partial())), ("q", Quoted(partial())))),
        ("consul", Consul()));

    private string Options() => Object(
        ("limits", """{ "iterations": 3000, "output_bytes": 300000, "pattern_steps": 200000, "nesting": 40, "include_depth": 8, "render_time": "1s" }"""),
        ("milliseconds_per_look", "20"),
        ("error_on_missing_key", random.Next(2) == 0 ? "true" : "false"),
        ("reject_newlines", random.Next(4) == 0 ? "true" : "false"));

    private string Consul() => Object(
        ("nodes", """{ "n": { "address": "10.1.0.1", "meta": { "rack": "a" } } }"""),
        ("services", Object([.. Names(3).Select(name => (name, List(random.Next(4), Instance)))])),
        ("keys", TextMap()),
        ("files", TextMap()),
        ("time", Quoted(random.Next(3) == 0 ? "2024-02-29T12:00:00Z" : "9999-12-31T23:59:59Z")));

    private string Instance(int number) => Object(
        ("node", Quoted(random.Next(2) == 0 ? "n" : "other")),
        ("id", Quoted($"i{number}")),
        ("address", Quoted(random.Next(4) == 0 ? "::1" : "10.0.0.1")),
        ("port", random.Next(65536).ToString(CultureInfo.InvariantCulture)),
        ("tags", List(random.Next(3), _ => Text())),
        ("meta", TextMap()),
        ("status", Quoted(random.Next(3) == 0 ? "critical" : "passing")));

    private string Value(int depth) => random.Next(depth > 4 ? 7 : 11) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        <= 3 => Numbers[random.Next(Numbers.Length)],
        <= 6 => Text(),
        <= 8 => List(random.Next(5), _ => Value(depth + 1)),
        _ => Map(depth + 1),
    };

    // The names that templates ask for come often, the others now and then.
    private string Map(int depth) => Object(
    [
        .. Names(depth == 0 ? 6 : 4).Select(name => (name, Value(depth + 1))),
        .. depth == 0 ? new[] { ("deep", Deep(random.Next(3) == 0 ? 55 : 3)), ("list", List(random.Next(6), _ => Map(1))) } : [],
    ]);

    private string Deep(int levels) => levels == 0 ? "1" : random.Next(2) == 0 ? $"[{Deep(levels - 1)}]" : $"{{\"a\":{Deep(levels - 1)}}}";

    private string TextMap() => Object([.. Names(5).Select(name => (name, Text()))]);

    private IEnumerable<string> Names(int most) =>
        Enumerable.Range(0, random.Next(most + 1)).Select(_ => random.Next(3) == 0 ? Texts[random.Next(Texts.Length)] : RandomTemplate.Members[random.Next(RandomTemplate.Members.Length)])
            .Distinct()
            .Where(name => name.Length > 0 || random.Next(4) == 0);

    private string Text() => Quoted(Texts[random.Next(Texts.Length)] + (random.Next(4) == 0 ? Texts[random.Next(Texts.Length)] : ""));

    private static string List(int count, Func<int, string> item) => $"[{string.Join(", ", Enumerable.Range(0, count).Select(item))}]";

    private static string Object(params (string Name, string Value)[] members) =>
        $"{{ {string.Join(", ", members.Select(member => $"{Quoted(member.Name)}: {member.Value}"))} }}";

    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character is '"' or '\\' ? quoted.Append('\\').Append(character)
                : character < ' ' || char.IsSurrogate(character) ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
