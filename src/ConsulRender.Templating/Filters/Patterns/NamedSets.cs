namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>The sets of characters that have names in Go's regular expressions.</summary>
/// <seealso href="https://pkg.go.dev/regexp/syntax"/>
internal static class NamedSets
{
    private static readonly (string Name, string Members)[] Categories =
    [
        ("L", "Lu Ll Lt Lm Lo"), ("M", "Mn Mc Me"), ("N", "Nd Nl No"), ("Z", "Zs Zl Zp"), ("C", "Cc Cf Cs Co"), ("P", "Pc Pd Ps Pe Pi Pf Po"),
        ("S", "Sm Sc Sk So"),
    ];

    // In the order of UnicodeCategory.
    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi",
        "Pf", "Po", "Sm", "Sc", "Sk", "So",
    ];

    /// <summary>The ASCII sets of <c>\d</c>, <c>\s</c> and <c>\w</c>; null for other letters.</summary>
    internal static (int First, int Last)[]? Perl(char letter) => letter switch
    {
        'd' => [('0', '9')],
        's' => [('\t', '\n'), ('\f', '\r'), (' ', ' ')],
        'w' => [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        _ => null,
    };

    /// <summary>The ASCII sets of <c>[:name:]</c>; null when there is none of that name.</summary>
    internal static (int First, int Last)[]? Posix(string name) => name switch
    {
        "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => [('A', 'Z'), ('a', 'z')],
        "ascii" => [(0, 127)],
        "blank" => [('\t', '\t'), (' ', ' ')],
        "cntrl" => [(0, 31), (127, 127)],
        "digit" => [('0', '9')],
        "graph" => [('!', '~')],
        "lower" => [('a', 'z')],
        "print" => [(' ', '~')],
        "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => [('\t', '\r'), (' ', ' ')],
        "upper" => [('A', 'Z')],
        "word" => Perl('w'),
        "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => null,
    };

    /// <summary>The Unicode categories, as bits, of a <c>\p</c>; null when there is none of that name.</summary>
    internal static uint? Category(string name)
    {
        if (name == "Any")
        {
            return uint.MaxValue;
        }

        var members = Array.Find(Categories, category => category.Name == name).Members ?? name;
        var mask = 0u;
        foreach (var member in members.Split(' '))
        {
            var place = Array.IndexOf(CategoryNames, member);
            mask |= place < 0 ? 0u : 1u << place;
        }

        return mask == 0 ? null : mask;
    }
}
