namespace ConsulRender.Templating.Parsing;

/// <summary>The text of one template or partial; owned by its nodes, which keep offsets into it until an error needs a line.</summary>
internal sealed class SourceText(string name, string text)
{
    internal string Name { get; } = name;

    internal string Text { get; } = text;

    internal SourcePosition PositionAt(int offset)
    {
        var before = Text.AsSpan(0, Math.Clamp(offset, 0, Text.Length));
        var lineStart = before.LastIndexOf('\n') + 1;
        return new SourcePosition(Name, before.Count('\n') + 1, before.Length - lineStart + 1);
    }

    internal string LineAt(int offset)
    {
        var at = Math.Clamp(offset, 0, Text.Length);
        var start = Text.AsSpan(0, at).LastIndexOf('\n') + 1;
        var length = Text.AsSpan(at).IndexOf('\n');
        var end = length < 0 ? Text.Length : at + length;
        return Text[start..end].TrimEnd('\r');
    }

    internal TemplateError ErrorAt(int offset, string message, IReadOnlyList<SourcePosition> includedFrom) =>
        new(PositionAt(offset), message, LineAt(offset), includedFrom);
}
