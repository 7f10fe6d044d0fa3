using System.Buffers;
using System.Runtime.CompilerServices;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>
/// Tells line breaks that the template's author wrote from those that came with data, which may not be printed under
/// <c>reject_newlines</c>. A value is the author's by its identity. Owned by one render.
/// </summary>
internal sealed class LineBreaks(ParsedTexts parsed)
{
    // The line ends of haproxy, nginx and shells; the null that ends a C string; and what YAML 1.1 takes for line ends besides.
    private static readonly SearchValues<char> _breaks = SearchValues.Create("\n\r\0\u0085\u2028\u2029");

    private readonly ConditionalWeakTable<FluidValue, object> _authored = [];

    internal static bool Has(string text) => text.AsSpan().ContainsAny(_breaks);

    /// <summary>Refuses a value whose text would leave its line and is not the author's.</summary>
    internal void Check(FluidValue value, string text, Node at)
    {
        if (Has(text) && !IsAuthored(value))
        {
            at.Fail(
                $"this value holds {NameOf(text[text.AsSpan().IndexOfAny(_breaks)])}, which \"reject_newlines\" forbids here; the filter \"one_line\" makes it safe");
        }
    }

    /// <summary>A text that counts as the author's, because every value in it was checked when it was captured.</summary>
    internal StringValue Authored(string text)
    {
        if (!Has(text))
        {
            return StringValue.Create(text);
        }

        var value = new StringValue(text);
        _authored.Add(value, value);
        return value;
    }

    /// <summary>What a filter made, which is the author's when the filter only moves text and all line breaks it met were his.</summary>
    internal FluidValue AfterFilter(string filter, FluidValue input, FilterArguments arguments, FluidValue result)
    {
        if (result is not StringValue || !OnlyMoves(filter) || IsAuthored(result) || !Has(result.ToStringValue()))
        {
            return result;
        }

        var (authored, others) = (0, 0);
        Count(input, ref authored, ref others);
        for (var index = 0; index < arguments.Count; index++)
        {
            Count(arguments.At(index), ref authored, ref others);
        }

        return authored > 0 && others == 0 ? Authored(result.ToStringValue()) : result;
    }

    private bool IsAuthored(FluidValue value) => parsed.IsLiteral(value) || _authored.TryGetValue(value, out _);

    // Filters that decode are not among these: they make line breaks of something that was none when it was checked.
    private static bool OnlyMoves(string filter) => filter
        is "append" or "prepend" or "join" or "indent" or "upcase" or "downcase" or "capitalize"
        or "strip" or "lstrip" or "rstrip" or "trim" or "trim_prefix" or "trim_suffix" or "trim_space"
        or "replace" or "replace_all" or "replace_first" or "replace_last" or "remove" or "remove_first" or "remove_last"
        or "regex_replace_all" or "slice" or "truncate";

    private void Count(FluidValue value, ref int authored, ref int others)
    {
        if (value is ArrayValue array)
        {
            foreach (var item in array.Values)
            {
                Count(item, ref authored, ref others);
            }
        }
        else if (value is not (NumberValue or RangeValue) && Has(value.ToText()))
        {
            (authored, others) = IsAuthored(value) ? (authored + 1, others) : (authored, others + 1);
        }
    }

    private static string NameOf(char character) => character switch
    {
        '\n' or '\r' => "a line break",
        '\0' => "a null character",
        _ => $"a line break (U+{(int)character:X4})",
    };
}
