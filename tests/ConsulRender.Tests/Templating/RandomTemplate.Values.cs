using System.Globalization;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Functions;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>The values in a random template, loosest first as in the language.</summary>
internal sealed partial class RandomTemplate
{
    /// <summary>What templates and data call things, so that they meet.</summary>
    internal static readonly string[] Members =
    [
        "a", "b", "x", "y", "name", "tags", "port", "address", "meta", "version", "key", "value", "path", "first", "last", "size", "deep", "list", "web", "index",
    ];

    private static readonly string[] Names = ["a", "b", "x", "y", "l", "m", "item", "forloop", "tablerowloop", "p", "q"];
    private static readonly string[] FilterNames = [.. FilterTable.Names];
    private static readonly string[] Comparisons = ["==", "!=", "<>", "<", "<=", ">", ">=", "contains"];

    private static readonly string[] Patterns =
    [
        "a", ".", "", "(a)(b)?", "(?P<x>[a-z]+)", "^$", "(?m)^.*$", "\\b", "x*", "(x|x.){20}y", "[^,]+", "\\p{Greek}", "(?i)ß", "(", "a{1000}", "(a*)*", ".*?$", "(?s).+",
    ];

    private static readonly string[] Dates = ["%Y-%m-%d", "%s", "%-d %^a %10N", "%z %:z %Z", "yyyy-MM-dd", "r", "O", "%", "%999Y", "d", "Q"];

    private static readonly string[] Formats = ["{0}", "N2", "C", "{0:N1} {1}", "{2}", "{", "en-US", "x", "P0", "D10", "Europe/Berlin", "UTC", "+02:00", "X8", "E200"];

    private static readonly string[] Numerals =
    [
        "0", "1", "2", "3", "4", "10", "-1", "-2", "1.5", "0.0", "100", "1000", "65535", "16384", "2147483647", "2147483648", "-2147483649", "4294967296",
        "9223372036854775808", "79228162514264337593543950335", "-79228162514264337593543950335", "0.0000000000000000000000000001",
    ];

    private string Name() => Names[random.Next(Names.Length)];

    private string Condition(int depth) => depth >= Deepest ? Filtered(depth) : random.Next(8) switch
    {
        0 => $"{Filtered(depth + 1)} {Comparisons[random.Next(Comparisons.Length)]} {Filtered(depth + 1)}",
        1 => $"not {Condition(depth + 1)}",
        2 => $"{Condition(depth + 1)} {(random.Next(2) == 0 ? "and" : "or")} {Condition(depth + 1)}",
        _ => Filtered(depth),
    };

    private string Filtered(int depth)
    {
        var filters = random.Next(depth >= Deepest ? 2 : 4);
        if (filters == 0)
        {
            return Value(depth);
        }

        var (filter, hint) = FilterWithHint(depth);
        var value = random.Next(2) == 0 && hint is not null ? hint : Value(depth);
        return $"{value} | {filter}{string.Concat(Enumerable.Range(1, filters - 1).Select(_ => $" | {Filter(depth)}"))}";
    }

    private string Filter(int depth) => FilterWithHint(depth).Filter;

    private (string Filter, string? Hint) FilterWithHint(int depth)
    {
        var name = FilterNames[random.Next(FilterNames.Length)];
        var definition = FilterTable.Find(name)!;
        Used.Add(name);
        var (input, hints) = HintsFor(name);
        var arguments = Enumerable.Range(0, random.Next(definition.Required, Math.Min(definition.Most, 4) + 1))
            .Select(index => Argument(hints, depth, often: index == 0 && definition.HasPattern))
            .Concat(definition.Named.Where(_ => random.Next(3) == 0).Select(named => $"{named}: {Value(depth)}"));
        var text = string.Join(", ", arguments);
        return (text.Length == 0 ? name : $"{name}: {text}", input);
    }

    // A regular expression that is written out has to be one.
    private string Argument(string[] hints, int depth, bool often)
    {
        if (hints.Length > 0 && (often || random.Next(3) > 0))
        {
            var hint = Literal(hints[random.Next(hints.Length)]);
            return often && hint == "'('" ? "x" : hint;
        }

        return random.Next(6) == 0 ? Sum(depth) : Value(depth);
    }

    // What a filter can do something with, because with anything else at all it mostly ends in an error.
    private static (string? Input, string[] Arguments) HintsFor(string name) => name switch
    {
        _ when name.StartsWith("cidr_", StringComparison.Ordinal) => ("'10.0.0.0/8'", ["10.1.2.3", "::1"]),
        _ when name.StartsWith("ip_", StringComparison.Ordinal) || name == "is_ip" => ("'fe80::1'", []),
        _ when name.StartsWith("regex_", StringComparison.Ordinal) => ("vars.x", Patterns),
        _ when name.Contains("semver", StringComparison.Ordinal) => ("'1.2.3-rc.1'", [">= 1.0, < 2", "~1.2", "^1", "version", "1.x || >=2"]),
        _ when name.Contains("date", StringComparison.Ordinal) || name == "time_zone" => ("'2024-02-29T23:59:59Z'", [.. Dates, .. Formats]),
        _ when name.StartsWith("format_", StringComparison.Ordinal) => ("1234.5", Formats),
        _ when name.StartsWith("by_", StringComparison.Ordinal) => name == "by_key" ? ("tree('')", []) : ("service('web')", ["version", "version|int"]),
        "explode" or "ls" => ("tree('')", []),
        "explode_map" or "keys" or "values" or "has_key" or "set" or "set_if_absent" or "unset" or "merge_map" => ("vars", [.. Members, "a/b/c", "a//", "//////"]),
        "parse_json" or "parse_yaml" or "to_toml" or "to_yaml" => (name[0] == 'p' ? "'[{\"a\": 1}, {\"a\": [true, null]}]'" : "vars", []),
        "map" or "where" or "sort" or "group_by" or "sum" or "uniq" or "find" or "reject" or "compact" or "has" or "find_index" or "sort_natural" or "sort_by_number" =>
            ("vars.list", Members),
        "split" or "join" or "split_to_map" => ("'a=1,b=2'", [",", "=", " ", ""]),
        _ => (null, []),
    };

    private string Sum(int depth) => $"{Value(depth)} {(random.Next(5) switch { 0 => "+", 1 => "-", 2 => "*", 3 => "/", _ => "%" })} {Value(depth)}";

    private string Value(int depth) => random.Next(depth >= Deepest ? 11 : 15) switch
    {
        <= 2 => Literal(RandomJson.Texts[random.Next(RandomJson.Texts.Length)]),
        3 => Numerals[random.Next(Numerals.Length)],
        4 => random.Next(5) switch { 0 => "true", 1 => "false", 2 => "nil", 3 => "empty", _ => "blank" },
        <= 6 => Name(),
        <= 8 => Path("vars", depth),
        9 => Path(Name(), depth),
        10 => random.Next(30) == 0 ? "(1..100000)" : "(1..3)",
        11 => $"({Condition(depth + 1)})",
        12 => random.Next(3) == 0 ? $"(0..{Value(depth + 1)})" : $"(- {Value(depth + 1)})",
        13 when _macros.Count > 0 => $"{_macros[random.Next(_macros.Count)]}({Many(() => Condition(depth + 1), 1, 2)})",
        _ => Call(depth),
    };

    private string Path(string root, int depth)
    {
        for (var steps = random.Next(1, 4); steps > 0; steps--)
        {
            root += random.Next(4) > 0 || depth >= Deepest ? $".{Members[random.Next(Members.Length)]}"
                : $"[{(random.Next(2) == 0 ? random.Next(-2, 3).ToString(CultureInfo.InvariantCulture) : Filtered(depth + 1))}]";
        }

        return root;
    }

    private string Call(int depth)
    {
        var name = FunctionTable.Names[random.Next(FunctionTable.Names.Count)];
        Used.Add(name);
        var function = FunctionTable.Find(name)!;
        var arguments = Enumerable.Range(0, random.Next(function.Required, function.Most + 1))
            .Select(_ => random.Next(3) == 0 ? Condition(depth + 1) : Literal(Members[random.Next(Members.Length)]))
            .Concat(function.Named.Where(_ => random.Next(4) == 0).Select(named => $"{named}: {Value(depth + 1)}"));
        return $"{name}({string.Join(", ", arguments)})";
    }

    private string Literal(string text) => text.Contains('\'', StringComparison.Ordinal)
        ? $"\"{text.Replace("\"", "", StringComparison.Ordinal)}\""
        : $"'{text}'";
}
