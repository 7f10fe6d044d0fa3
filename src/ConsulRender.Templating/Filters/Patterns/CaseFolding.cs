using System.Text;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>The characters that differ only in case, as Unicode's simple folding has them.</summary>
/// <seealso href="https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt"/>
internal static class CaseFolding
{
    // Characters of more than two, or that upper and lower case alone do not lead to.
    private static readonly string[] Families =
    [
        "Kk\u212A", "Ss\u017F", "\u00C5\u00E5\u212B", "\u00B5\u039C\u03BC", "\u00DF\u1E9E", "\u01C4\u01C5\u01C6", "\u01C7\u01C8\u01C9",
        "\u01CA\u01CB\u01CC", "\u01F1\u01F2\u01F3", "\u0345\u0399\u03B9\u1FBE", "\u0392\u03B2\u03D0", "\u0395\u03B5\u03F5",
        "\u0398\u03B8\u03D1\u03F4", "\u039A\u03BA\u03F0", "\u03A0\u03C0\u03D6", "\u03A1\u03C1\u03F1", "\u03A3\u03C2\u03C3",
        "\u03A6\u03C6\u03D5", "\u03A9\u03C9\u2126", "\u1E60\u1E61\u1E9B",
    ];

    internal static IEnumerable<int> Others(int rune)
    {
        if (!Rune.TryCreate(rune, out var character))
        {
            return [];
        }

        var family = rune <= char.MaxValue ? Array.Find(Families, family => family.Contains((char)rune, StringComparison.Ordinal)) : null;
        return family is null
            ? [Rune.ToLowerInvariant(character).Value, Rune.ToUpperInvariant(character).Value]
            : family.Select(other => (int)other);
    }
}
