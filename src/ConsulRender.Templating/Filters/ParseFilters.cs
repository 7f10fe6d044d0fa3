using System.Globalization;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Text read as something else; empty text is the empty thing of its kind, anything that is not one is a mistake.</summary>
internal static class ParseFilters
{
    internal static string[] Names => ["parse_bool", "parse_float", "parse_int", "parse_json", "parse_uint", "parse_yaml"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "parse_bool" => Plain(ToBoolean),
        "parse_float" => Plain(ToNumber),
        "parse_int" => Plain(text => ToWhole(text, NumberStyles.AllowLeadingSign, long.MinValue, long.MaxValue)),
        "parse_uint" => Plain(text => ToWhole(text, NumberStyles.None, 0, ulong.MaxValue)),
        "parse_json" => Plain(text => text.Length == 0 ? BuiltMapValue.Empty : JsonReading.Read(text)),
        "parse_yaml" => new(
            (input, arguments, _) => ToYaml(PlainText.Of(input), arguments["documents"].ToBooleanValue()),
            0,
            0)
        { Named = ["documents"] },
        _ => null,
    };

    private static FilterDefinition Plain(Func<string, FluidValue> read) => new((input, _, _) => read(PlainText.Of(input)), 0, 0);

    private static BooleanValue ToBoolean(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "True" or "TRUE" => BooleanValue.True,
        "0" or "f" or "F" or "false" or "False" or "FALSE" or "" => BooleanValue.False,
        _ => throw new FormatException($"{PlainText.Quoted(text)} is neither true nor false"),
    };

    private static NumberValue ToNumber(string text) =>
        text.Length == 0 ? Numbers.Of(0)
        : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? Numbers.Of(number)
            : throw new FormatException($"{PlainText.Quoted(text)} is not a number");

    private static NumberValue ToWhole(string text, NumberStyles style, decimal least, decimal most) =>
        text.Length == 0 ? Numbers.Of(0)
        : !decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            ? throw new FormatException($"{PlainText.Quoted(text)} is not a whole number{(least == 0 ? " from 0 up" : "")}")
        : number < least || number > most ? throw new FormatException($"{PlainText.Quoted(text)} is not between {least} and {most}")
        : Numbers.Of(number);

    // Reading the first document and dropping the others, as consul-template does, would lose what somebody wrote.
    private static FluidValue ToYaml(string text, bool isList)
    {
        if (text.Length == 0 && !isList)
        {
            return BuiltMapValue.Empty;
        }

        var documents = new Yaml.YamlReader(text).ReadDocuments();
        return isList ? new ArrayValue(documents)
            : documents.Count == 1 ? documents[0]
            : throw new FormatException($"the text holds {documents.Count} documents; `parse_yaml: documents: true` makes a list of them");
    }
}
