namespace ConsulRender.Bench;

/// <summary>Prints rows under headings, in columns.</summary>
internal static class Table
{
    private static readonly string[] Heading = ["work", "consulrender: median (min..max)", "peer", "ratio", "target", "verdict"];

    /// <summary>Prints the table as Markdown, so that it can be pasted.</summary>
    public static void Print(IReadOnlyList<Row> rows, TextWriter output)
    {
        string[][] lines = [Heading, .. rows.Select(row => row.Cells())];
        int[] widths = [.. Enumerable.Range(0, Heading.Length).Select(column => lines.Max(line => line[column].Length))];
        output.WriteLine(Line(Heading, widths));
        output.WriteLine($"|{string.Concat(widths.Select(width => new string('-', width + 2) + "|"))}");
        foreach (var line in lines[1..])
        {
            output.WriteLine(Line(line, widths));
        }
    }

    private static string Line(string[] cells, int[] widths) =>
        $"|{string.Concat(cells.Select((cell, column) => $" {cell.PadRight(widths[column])} |"))}";
}
