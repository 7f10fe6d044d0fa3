using System.Text;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>
/// Filters that keep somebody else's text one word, or one line, of the file it is put into; what the file cannot hold is an error and
/// never left out.
/// </summary>
internal static class SafeFilters
{
    internal static IReadOnlyList<string> Names => ["haproxy_quote", "nginx_quote", "one_line", "shell_quote"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "haproxy_quote" => new((input, _, _) => StringValue.Create(HaproxyWord(PlainText.Of(input))), 0, 0),
        "nginx_quote" => new((input, arguments, _) => StringValue.Create(NginxWord(PlainText.Of(input), arguments["dollar"])), 0, 0)
        {
            Named = ["dollar"],
        },
        "one_line" => new((input, _, _) => StringValue.Create(OneLine(PlainText.Of(input))), 0, 0),
        "shell_quote" => new((input, _, _) => StringValue.Create(ShellWord(PlainText.Of(input))), 0, 0),
        _ => null,
    };

    /// <summary>
    /// The text with one blank for each run of line breaks and control characters, and nothing for those at its ends. They are Unicode's
    /// category Cc (tab, line feed, carriage return, NUL, DEL, next line, ...) and the line and paragraph separators.
    /// </summary>
    internal static string OneLine(string text)
    {
        if (!text.Any(IsBreak))
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        var isPending = false;
        foreach (var character in text)
        {
            if (IsBreak(character))
            {
                isPending = output.Length > 0;
                continue;
            }

            if (isPending)
            {
                output.Append(' ');
                isPending = false;
            }

            output.Append(character);
        }

        return output.ToString();
    }

    // Inside '...' HAProxy interprets nothing; only the quote itself has to stand outside. An empty word would be valid to its parser and
    // end the line for most keywords: `bind :443 name '' ssl` has no TLS.
    private static string HaproxyWord(string text)
    {
        RefuseNul(text);
        RefuseLineBreak(text);
        return text.Length > 0
            ? InSingleQuotes(text)
            : throw new ArgumentException("the text is empty, and HAProxy ignores what follows an empty word; use default, or if");
    }

    // POSIX: inside '...' every character stands for itself, line breaks too.
    private static string ShellWord(string text)
    {
        RefuseNul(text);
        return InSingleQuotes(text);
    }

    private static string InSingleQuotes(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // Inside "..." nginx's reader takes \" and \\; braces, semicolons and # mean nothing there. A $ has no escape at all: directives that
    // know variables look for it afterwards.
    private static string NginxWord(string text, FluidValue dollar)
    {
        var substitute = dollar is BaseNilValue ? null : DollarText(dollar.ToText());
        RefuseNul(text);
        RefuseLineBreak(text);
        if (substitute is null && text.Contains('$', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                "the text has a $, which nginx cannot escape; for a directive without variables add dollar: '$', otherwise "
                + "`geo $dollar { default \"$\"; }` and dollar: '${dollar}'");
        }

        var escaped = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{escaped.Replace("$", substitute, StringComparison.Ordinal)}\"";
    }

    private static string DollarText(string text) => text == "$" || IsVariable(text)
        ? text
        : throw new ArgumentException($"dollar must be '$' or a variable such as '${{dollar}}', not {PlainText.Quoted(text)}");

    private static bool IsVariable(string text) =>
        text.Length > 3 && text.StartsWith("${", StringComparison.Ordinal) && text[^1] == '}'
        && text[2..^1].All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private static void RefuseNul(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("the text has a NUL character, which ends a text there");
        }
    }

    private static void RefuseLineBreak(string text)
    {
        if (text.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new ArgumentException("the text has a line break; strip takes it off the ends, and one_line makes a blank of it");
        }
    }

    private static bool IsBreak(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
