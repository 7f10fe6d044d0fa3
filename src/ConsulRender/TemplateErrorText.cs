using System.Text;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>Writes template errors for people: position, message, the source line and a caret under the column. Stateless.</summary>
public static class TemplateErrorText
{
    /// <summary>All errors of an exception in one text, each beginning with <c>file:line:column: </c>.</summary>
    public static string Describe(TemplateException exception) => string.Join('\n', DescribeEach(exception));

    /// <summary>The same, a text for each error.</summary>
    public static IEnumerable<string> DescribeEach(TemplateException exception) => exception.Errors.Select(Describe);

    private static string Describe(TemplateError error)
    {
        var text = new StringBuilder().Append(error.Position).Append(": ").Append(error.Message);
        if (error.SourceLine.Length > 0)
        {
            text.Append("\n    ").Append(error.SourceLine.Replace('\t', ' '));
            text.Append("\n    ").Append(' ', Math.Max(0, error.Position.Column - 1)).Append('^');
        }

        foreach (var position in error.IncludedFrom)
        {
            text.Append("\n  included from ").Append(position);
        }

        return text.ToString();
    }
}
