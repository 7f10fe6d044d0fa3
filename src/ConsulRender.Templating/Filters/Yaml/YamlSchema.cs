using System.Globalization;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>YAML's core schema: which text without quotes is nil, a boolean or a number. <c>yes</c> and <c>no</c> are text.</summary>
internal static class YamlSchema
{
    private const string LongPrefix = "!<tag:yaml.org,2002:";

    internal static FluidValue Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => NilValue.Instance,
        "true" or "True" or "TRUE" => BooleanValue.True,
        "false" or "False" or "FALSE" => BooleanValue.False,
        _ => (FluidValue?)Number(text) ?? StringValue.Create(text),
    };

    /// <exception cref="FormatException">The text is not what the tag says.</exception>
    internal static FluidValue Tagged(string text, string tag)
    {
        var value = Plain(text);
        return NameOf(tag) switch
        {
            null => throw new FormatException(Unknown(tag)),
            "str" or "" => StringValue.Create(text),
            "int" when value is NumberValue && value.ToNumberValue().Scale == 0 => value,
            "float" when value is NumberValue => value,
            "bool" when value is BooleanValue => value,
            "null" when value is NilValue => value,
            _ => throw new FormatException($"the tag {PlainText.Quoted(tag)} does not fit what it stands before"),
        };
    }

    /// <summary>The name of one of YAML's own tags; empty for the tag that only says "as it is written", null for somebody's own.</summary>
    internal static string? NameOf(string tag)
    {
        var name = tag.StartsWith("!!", StringComparison.Ordinal) ? tag[2..]
            : tag.StartsWith(LongPrefix, StringComparison.Ordinal) ? tag[LongPrefix.Length..].TrimEnd('>')
            : tag == "!" ? "" : tag;
        return name is "" or "str" or "int" or "float" or "bool" or "null" or "map" or "seq"
            ? name
            : null;
    }

    internal static string Unknown(string tag) => $"the tag {PlainText.Quoted(tag)} is not known";

    // Too many digits for a number of ours: the text stays, so that nothing is rounded unseen.
    private static NumberValue? Number(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
        {
            return null;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal)
                ? Numbers.Of(hexadecimal)
                : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return Octal(text.AsSpan(2));
        }

        // The platform reads all that the schema does, and nothing else with these three.
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? Numbers.Of(number) : null;
    }

    private static NumberValue? Octal(ReadOnlySpan<char> digits)
    {
        var number = 0m;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || number > ulong.MaxValue)
            {
                return null;
            }

            number = (number * 8) + (digit - '0');
        }

        return digits.IsEmpty ? null : Numbers.Of(number);
    }
}
