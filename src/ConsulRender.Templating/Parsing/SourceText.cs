namespace ConsulRender.Templating.Parsing;

/// <summary>The text of one template or partial; owned by its nodes, which keep offsets into it until an error needs a line.</summary>
internal sealed class SourceText(string name, string text)
{
    // Made with the first position that is asked for: who asks for one may ask for very many.
    private int[]? _lineStarts;

    internal string Name { get; } = name;

    internal string Text { get; } = text;

    internal SourcePosition PositionAt(int offset)
    {
        var at = Math.Clamp(offset, 0, Text.Length);
        var starts = _lineStarts ??= LineStarts();
        var line = Array.BinarySearch(starts, at);
        line = line < 0 ? ~line : line + 1;
        return new SourcePosition(Name, line, at - starts[line - 1] + 1);
    }

    internal string LineAt(int offset)
    {
        var at = Math.Clamp(offset, 0, Text.Length);
        var start = Text.AsSpan(0, at).LastIndexOf('\n') + 1;
        var length = Text.AsSpan(at).IndexOf('\n');
        var end = length < 0 ? Text.Length : at + length;
        return Text[start..end].TrimEnd('\r');
    }

    private int[] LineStarts()
    {
        var starts = new int[Text.AsSpan().Count('\n') + 1];
        for (var index = 1; index < starts.Length; index++)
        {
            starts[index] = Text.IndexOf('\n', starts[index - 1]) + 1;
        }

        return starts;
    }

    internal TemplateError ErrorAt(int offset, string message, IReadOnlyList<SourcePosition> includedFrom) =>
        new(PositionAt(offset), message, LineAt(offset), includedFrom);
}
