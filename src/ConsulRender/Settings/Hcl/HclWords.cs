using System.Globalization;
using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Hcl;

/// <summary>What is said about words that HCL 1 does not have. Never shows a value, for it could be a secret. Stateless.</summary>
internal static class HclWords
{
    private const string Json = "a file in JSON must be called *.json";

    public const string JsonFile = Json + "; HCL has no { around the whole file";

    public const string JsonMember = "HCL writes = and not : behind a key; " + Json;

    public const string Colon = "write = instead of :";

    public const string YamlBlock = "write { instead of :, and } behind the last key of the block";

    public const string NoList = "there is no [ for this ]; remove it";

    public const string NoAssignment = "behind a key stands = and its value, or { and a block";

    public const string BehindValue = "this belongs to no key; write \\\" for a quote within a string, and [ ... ] around several values";

    public const string Semicolon = "HCL has no semicolons; remove it";

    /// <summary>What is said about a second key of a name.</summary>
    public static string Twice(string key) => $"the key {Shown(key)} stands here twice";

    /// <summary>A key as it may be shown in one line.</summary>
    public static string Shown(string key) => SettingsTree.Shown(key);

    /// <summary>What is wrong with a character that shows nothing on most screens; null when it is another one.</summary>
    public static string? Unseen(char character) => CharUnicodeInfo.GetUnicodeCategory(character) switch
    {
        _ when character is ' ' or '\t' or '\n' or '\r' => null,
        UnicodeCategory.Control or UnicodeCategory.Format =>
            $"the invisible character U+{(int)character:X4} cannot stand here; remove it",
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
            $"this blank is the character U+{(int)character:X4}; replace it with a plain one",
        _ => null,
    };

    /// <summary>What is wrong with a word where a value must stand.</summary>
    /// <param name="word">The word.</param>
    /// <param name="next">The character behind it.</param>
    /// <param name="key">The key that wants it; null in a list.</param>
    public static string NoValue(HclToken word, char next, string? key) => word.Kind switch
    {
        HclKind.Equals => "write = once",
        HclKind.Stray when Quote(word.Text) is { } quote => quote,
        HclKind.Stray when word.Text == ">" => "write = and not =>",
        HclKind.Word when next == '(' => "HCL 1 has no functions; write the value itself, in quotes",
        HclKind.Word when word.Text is "null" or "nil" => "HCL 1 has no null; leave the key out",
        HclKind.Word when IsSwitch(word.Text) => $"write true or false, or \"{word.Text}\" in quotes",
        HclKind.Word or HclKind.Stray => key is null ? "write this item in quotes" : $"write the value of {Shown(key)} in quotes",
        _ => "a value must stand here",
    };

    /// <summary>What is wrong with a word where a key must stand.</summary>
    public static string NoKey(HclToken word) => word.Kind switch
    {
        HclKind.Comma => "there is a comma too many; remove it",
        HclKind.Equals => "the key in front of = is missing",
        HclKind.LeftBrace => "the name of this block is missing in front of {",
        HclKind.RightBracket => NoList,
        HclKind.Switch => "true and false are no keys; write them in quotes",
        HclKind.Number => "a number is no key; write it in quotes",
        HclKind.Stray when Quote(word.Text) is { } quote => quote,
        HclKind.Stray when word.Text[0] is '/' or ';' || word.Text.StartsWith("--", StringComparison.Ordinal) => "a comment begins with #, // or /*",
        _ => "a key must stand here; write key = value or key { ... }",
    };

    private static string? Quote(string word) => word[0] switch
    {
        '\'' or '`' => "strings stand in double quotes: \"...\"",
        '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' =>
            $"{word[0]} is a printer's quote, which HCL does not know; write \"",
        _ => null,
    };

    private static bool IsSwitch(string word) => word.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off";
}
