using System.Text;

namespace ConsulRender.Settings.Hcl;

/// <summary>Takes an HCL text apart into words; comments and blanks are between them. Owned by one <see cref="HclParser"/>.</summary>
internal sealed class HclLexer(HclCursor cursor, HclProblems problems)
{
    /// <summary>The line in which the last word ended.</summary>
    public int Line => cursor.Line;

    public HclToken Next()
    {
        SkipBlanks();
        if (problems.Stopped || cursor.AtEnd)
        {
            return new HclToken(HclKind.End, cursor.Place, cursor.At);
        }

        var (place, start) = (cursor.Place, cursor.At);
        var kind = Mark(cursor.Current);
        if (kind != HclKind.Stray)
        {
            cursor.Skip(1);
            return new HclToken(kind, place, start);
        }

        return cursor.Current switch
        {
            '"' => new HclToken(HclKind.Text, place, start, HclString.Read(cursor, problems)),
            '<' when cursor.Peek(1) == '<' => new HclToken(HclKind.Heredoc, place, start, HclHeredoc.Read(cursor, problems)),
            _ when AtNumber() => Number(place, start),
            _ when cursor.AtLetter() => Word(place, start),
            _ => Stray(place, start),
        };
    }

    /// <summary>The next character of this line that is no blank; zero when there is none.</summary>
    public char Ahead()
    {
        var distance = 0;
        while (cursor.Peek(distance) is ' ' or '\t')
        {
            distance++;
        }

        return cursor.Peek(distance);
    }

    /// <summary>How many blanks the line of this word begins with.</summary>
    public int Indentation(HclToken word)
    {
        var line = cursor.Text.AsSpan(word.Start - (word.Place.Column - 1));
        return line.Length - line.TrimStart(" \t").Length;
    }

    /// <summary>
    /// Forgets what follows in the line of a word that makes no sense, and in it the word; where that could be the beginning or the end of
    /// something longer, nothing more is read.
    /// </summary>
    public void SkipLine(HclToken word)
    {
        if (word.Place.Line == cursor.Line && HclLine.IsWhole(cursor.Text.AsSpan(word.Start)))
        {
            cursor.Skip(cursor.RestOfLine().Length);
        }
        else
        {
            problems.Stop();
        }
    }

    private static HclKind Mark(char character) => character switch
    {
        '{' => HclKind.LeftBrace,
        '}' => HclKind.RightBrace,
        '[' => HclKind.LeftBracket,
        ']' => HclKind.RightBracket,
        '=' => HclKind.Equals,
        ',' => HclKind.Comma,
        _ => HclKind.Stray,
    };

    private void SkipBlanks()
    {
        while (!cursor.AtEnd)
        {
            switch (cursor.Current)
            {
                case ' ' or '\t' or '\r' or '\n':
                    cursor.Step();
                    break;
                case '#':
                case '/' when cursor.Peek(1) == '/':
                    cursor.Skip(cursor.RestOfLine().Length);
                    break;
                case '/' when cursor.Peek(1) == '*':
                    SkipComment();
                    break;
                case var other when HclWords.Unseen(other) is { } message:
                    problems.Add(cursor.Place, message);
                    cursor.Step();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        var opening = cursor.Place;
        cursor.Skip(2);
        while (!cursor.AtEnd)
        {
            if (cursor.Current == '*' && cursor.Peek(1) == '/')
            {
                cursor.Skip(2);
                return;
            }

            cursor.Step();
        }

        problems.Stop(opening, "this comment is not closed; write */ at its end");
    }

    private HclToken Word(HclPlace place, int start)
    {
        var word = Taken(cursor.WordLength("-."));
        return new HclToken(word is "true" or "false" ? HclKind.Switch : HclKind.Word, place, start, word);
    }

    private bool AtNumber() => char.IsAsciiDigit(cursor.Current) || (cursor.Current is '-' or '.' && char.IsAsciiDigit(cursor.Peek(1)));

    private HclToken Number(HclPlace place, int start)
    {
        // An address such as 10.0.0.1:80 begins like a number.
        var length = StrayLength();
        var (literal, problem) = HclNumber.Read(cursor.Rest[..length]);
        if (problem is not null)
        {
            problems.Add(place, problem);
        }

        var written = Taken(length);
        return new HclToken(literal is null ? HclKind.Stray : HclKind.Number, place, start, literal ?? written, isOctal: written is ['0', >= '0' and <= '7', ..]);
    }

    private HclToken Stray(HclPlace place, int start) => new(HclKind.Stray, place, start, Taken(StrayLength()));

    // What no rule knows goes on to the next blank or mark.
    private int StrayLength()
    {
        var rest = cursor.Rest;
        if (rest[0] is ':' or ';' or '(' or ')' or '<' or '>' or '?' or '!')
        {
            return 1;
        }

        var length = rest[0] < 0x80 ? 1 : Rune.GetRuneAt(cursor.Text, cursor.At).Utf16SequenceLength;
        while (length < rest.Length && !" \t\r\n,]}{[\"#=();".Contains(rest[length]) && !(rest[length] == '/' && length + 1 < rest.Length && rest[length + 1] is '/' or '*'))
        {
            length++;
        }

        return length;
    }

    private string Taken(int length)
    {
        var taken = cursor.Text.Substring(cursor.At, length);
        cursor.Skip(length);
        return taken;
    }
}
