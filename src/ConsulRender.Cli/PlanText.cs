using System.Text;
using ConsulRender.Planning;

namespace ConsulRender.Cli;

/// <summary>Writes plans for people, with colours for terminals. Stateless.</summary>
internal static class PlanText
{
    private const string Plain = "\e[0m";

    /// <summary>The differences of all files, one after another.</summary>
    public static string Of(IEnumerable<PlannedFile> files, bool color)
    {
        var text = new StringBuilder();
        foreach (var line in files.SelectMany(file => file.Lines))
        {
            var begin = color ? Color(line.Kind) : "";
            text.Append(begin).Append(line.Text).Append(begin.Length > 0 ? Plain : "").Append('\n');
        }

        return text.ToString();
    }

    private static string Color(DiffLineKind kind) => kind switch
    {
        DiffLineKind.Note or DiffLineKind.Name => "\e[1m",
        DiffLineKind.Hunk => "\e[36m",
        DiffLineKind.Added => "\e[32m",
        DiffLineKind.Removed => "\e[31m",
        _ => "",
    };
}
