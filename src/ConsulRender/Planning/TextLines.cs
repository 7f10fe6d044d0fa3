using System.Buffers;
using System.Text;

namespace ConsulRender.Planning;

/// <summary>A file's bytes as lines that can be compared; a byte that is no UTF-8 becomes half a character that no text holds. Immutable.</summary>
/// <param name="Lines">The lines without their line feeds.</param>
/// <param name="EndsOpen">Whether the last line has no line feed.</param>
internal sealed record TextLines(IReadOnlyList<string> Lines, bool EndsOpen)
{
    /// <summary>What a byte that is no UTF-8 is added to.</summary>
    internal const int StrayByte = 0xDC00;

    /// <summary>The lines as they count for a comparison: a last line with a line feed is another one than the same without.</summary>
    public IReadOnlyList<string> Comparable => EndsOpen ? [.. Lines.Take(Lines.Count - 1), Lines[^1] + "\n"] : Lines;

    public static TextLines Of(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        while (!bytes.IsEmpty)
        {
            var length = bytes.IndexOf((byte)'\n');
            if (length < 0)
            {
                lines.Add(Decode(bytes));
                return new TextLines(lines, EndsOpen: true);
            }

            lines.Add(Decode(bytes[..length]));
            bytes = bytes[(length + 1)..];
        }

        return new TextLines(lines, EndsOpen: false);
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                length = 1;
                text.Append((char)(StrayByte + bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
