using System.Text;

namespace ConsulRender.Settings.Tree;

/// <summary>Finds the line and column of a byte, counted as editors count. Stateless.</summary>
internal static class TextPlaces
{
    /// <summary>The line and column of a byte.</summary>
    public static (int Line, int Column) At(ReadOnlySpan<byte> text, long offset)
    {
        var before = text[..(int)Math.Clamp(offset, 0, text.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
