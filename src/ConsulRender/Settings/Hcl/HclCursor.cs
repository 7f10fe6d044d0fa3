using System.Text;

namespace ConsulRender.Settings.Hcl;

/// <summary>How far an HCL text is read; knows its lines. Owned by one <see cref="HclLexer"/>.</summary>
internal sealed class HclCursor(string text)
{
    private int _lineStart;

    public string Text => text;

    public int At { get; private set; }

    public int Line { get; private set; } = 1;

    public HclPlace Place => PlaceOf(At);

    public bool AtEnd => At == text.Length;

    public ReadOnlySpan<char> Rest => text.AsSpan(At);

    /// <summary>The character that is next; zero, which no text holds, at the end.</summary>
    public char Current => Peek(0);

    public char Peek(int distance) => At + distance < text.Length ? text[At + distance] : '\0';

    /// <summary>The place of a character in the same line.</summary>
    public HclPlace PlaceOf(int index) => new(Line, index - _lineStart + 1);

    /// <summary>Goes on in the same line.</summary>
    public void Skip(int length) => At += length;

    /// <summary>Goes over one character, which may be the end of a line.</summary>
    public void Step()
    {
        if (text[At++] == '\n')
        {
            Line++;
            _lineStart = At;
        }
    }

    /// <summary>The rest of this line without its end.</summary>
    public ReadOnlySpan<char> RestOfLine()
    {
        var rest = Rest;
        var length = rest.IndexOf('\n');
        return length < 0 ? rest : rest[..length];
    }

    /// <summary>How many characters from here on are letters, digits or underscores, or one of those given.</summary>
    public int WordLength(ReadOnlySpan<char> others)
    {
        var length = 0;
        while (At + length < text.Length)
        {
            var next = text[At + length];
            if (next < 0x80 ? char.IsAsciiLetterOrDigit(next) || next == '_' || others.Contains(next) : IsLetterOrDigit(length))
            {
                length += char.IsHighSurrogate(next) ? 2 : 1;
                continue;
            }

            break;
        }

        return length;
    }

    /// <summary>Whether a name may begin here.</summary>
    public bool AtLetter() => Current < 0x80 ? char.IsAsciiLetter(Current) || Current == '_' : Rune.IsLetter(Rune.GetRuneAt(text, At));

    private bool IsLetterOrDigit(int distance)
    {
        var rune = Rune.GetRuneAt(text, At + distance);
        return Rune.IsLetter(rune) || Rune.IsDigit(rune);
    }
}
