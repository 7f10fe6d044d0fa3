namespace ConsulRender.Templating.Parsing;

/// <summary>Cuts a template into text, outputs and tags, and trims white space as the dashes ask; owned by one parser.</summary>
internal sealed partial class LiquidLexer(string text, OutputDelimiters delimiters)
{
    // Null for Liquid's own, which are found by a shorter way.
    private readonly OutputDelimiters? _own = delimiters.IsDefault ? null : delimiters;
    private int _position;
    private int _brackets;
    private bool _trimNext;
    private bool _inOutput;
    private bool _inLines;

    /// <summary>The next run of text, output or tag; after an output or a tag the tokens follow.</summary>
    internal Piece NextPiece()
    {
        if (_inLines)
        {
            return NextLine();
        }

        SkipTrimmed();
        var start = _position;
        var open = _own is null ? FindOpening(start) : FindOpening(start, _own.Left);
        var behind = open + OpeningLength(open);
        var trimEnd = behind < text.Length && text[behind] == '-';
        var end = trimEnd ? start + text.AsSpan(start, open - start).TrimEnd().Length : open;
        _position = open;
        return end > start ? new Piece(PieceKind.Text, start, end - start) : Open(trimEnd);
    }

    /// <summary>Goes back to a tag, so that an outer block reads it again.</summary>
    internal void Rewind(in Piece tag)
    {
        _position = tag.Offset;
        _trimNext = false;
    }

    /// <summary>Where the lexer is, to come back to with <see cref="Return"/>.</summary>
    internal (int Position, bool TrimNext) Mark() => (_position, _trimNext);

    internal void Return((int Position, bool TrimNext) mark) => (_position, _trimNext) = mark;

    /// <summary>After an error: passes over the rest of the tag or output.</summary>
    internal void SkipToClose()
    {
        for (; _position < text.Length; _position++)
        {
            if (_inLines && text[_position] == '\n')
            {
                return;
            }

            // Among lines only the end of the whole tag counts; either end will do elsewhere, for people mix them up.
            var length = At(0) == '%' && At(1) == '}' ? 2 : _inLines ? 0 : RightLengthAt(0);
            if (length > 0)
            {
                _trimNext = !_inLines && _position > 0 && text[_position - 1] == '-';
                _position += _inLines ? 0 : length;
                return;
            }
        }
    }

    /// <summary>The text up to the tag that ends a raw block; null when there is none.</summary>
    internal Piece? ReadRaw(string endTag)
    {
        SkipTrimmed();
        var start = _position;
        for (var open = IndexOf("{%", start); open >= 0; open = IndexOf("{%", open + 2))
        {
            var trimEnd = open + 2 < text.Length && text[open + 2] == '-';
            if (!TryReadEndTag(open + (trimEnd ? 3 : 2), endTag))
            {
                continue;
            }

            var length = trimEnd ? text.AsSpan(start, open - start).TrimEnd().Length : open - start;
            return new Piece(PieceKind.Text, start, length);
        }

        return null;
    }

    /// <summary>Passes over a comment with the comments and raw blocks inside it; false when nothing ends it.</summary>
    internal bool SkipComment(string tag, string endTag)
    {
        var depth = 1;
        var hasRaw = true;
        for (var open = NextTagStart(_position); open >= 0; open = NextTagStart(_position))
        {
            _position = open;
            var word = ReadWord();
            if (!_inLines && word.Equals("raw", StringComparison.Ordinal))
            {
                // Where one raw block has no end, those behind it have none either, and none is looked for again.
                SkipToClose();
                hasRaw = hasRaw && ReadRaw("endraw") is not null;
                continue;
            }

            depth += word.Equals(tag, StringComparison.Ordinal) ? 1 : word.Equals(endTag, StringComparison.Ordinal) ? -1 : 0;
            if (depth == 0)
            {
                return true;
            }
        }

        _position = text.Length;
        return false;
    }

    /// <summary>From here each line is a tag, until the closing of the <c>liquid</c> tag.</summary>
    internal void EnterLines() => _inLines = true;

    internal void LeaveLines() => _inLines = false;

    internal bool InLines => _inLines;

    private void SkipTrimmed()
    {
        if (_trimNext)
        {
            _position = text.Length - text.AsSpan(_position).TrimStart().Length;
            _trimNext = false;
        }
    }

    private Piece Open(bool trims)
    {
        var offset = _position;
        if (offset >= text.Length)
        {
            return new Piece(PieceKind.EndOfText, text.Length, 0);
        }

        _inOutput = _own is null ? text[offset + 1] == '{' : IsLeft(offset, _own.Left);
        _brackets = 0;
        _position = offset + OpeningLength(offset) + (trims ? 1 : 0);
        return new Piece(_inOutput ? PieceKind.Output : PieceKind.Tag, offset, _position - offset);
    }

    private int FindOpening(int start)
    {
        for (var brace = IndexOf("{", start); brace >= 0 && brace + 1 < text.Length; brace = IndexOf("{", brace + 1))
        {
            if (text[brace + 1] is '{' or '%')
            {
                return brace;
            }
        }

        return text.Length;
    }

    // The two may share no first character, so both are looked for in one pass.
    private int FindOpening(int start, string left)
    {
        for (var at = start; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOfAny('{', left[0]);
            if (next < 0)
            {
                break;
            }

            at += next;
            if (IsLeft(at, left) || (text[at] == '{' && at + 1 < text.Length && text[at + 1] == '%'))
            {
                return at;
            }
        }

        return text.Length;
    }

    private bool IsLeft(int offset, string left) => text.AsSpan(offset).StartsWith(left);

    private int OpeningLength(int offset) => _own is not null && IsLeft(offset, _own.Left) ? _own.Left.Length : 2;

    private Piece NextLine()
    {
        _inOutput = false;
        while (_position < text.Length)
        {
            if (char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }
            else if (text[_position] == '#')
            {
                SkipToClose();
            }
            else
            {
                return new Piece(AtTagClose() > 0 ? PieceKind.EndOfLines : PieceKind.Tag, _position, 0);
            }
        }

        return new Piece(PieceKind.EndOfText, text.Length, 0);
    }

    private int NextTagStart(int from)
    {
        if (!_inLines)
        {
            var open = IndexOf("{%", from);
            return open < 0 ? -1 : open + (open + 2 < text.Length && text[open + 2] == '-' ? 3 : 2);
        }

        SkipToClose();
        var line = NextLine();
        return line.Kind == PieceKind.Tag ? line.Offset : -1;
    }

    private bool TryReadEndTag(int offset, string endTag)
    {
        var before = (_position, _trimNext, _inOutput);
        (_position, _inOutput) = (offset, false);
        if (ReadWord().Equals(endTag, StringComparison.Ordinal) && NextToken().Kind == TokenKind.Close)
        {
            return true;
        }

        (_position, _trimNext, _inOutput) = before;
        return false;
    }

    private ReadOnlySpan<char> ReadWord()
    {
        SkipWhite();
        var start = _position;
        while (_position < text.Length && char.IsAsciiLetter(text[_position]))
        {
            _position++;
        }

        return text.AsSpan(start, _position - start);
    }

    private int IndexOf(string value, int start) => text.IndexOf(value, Math.Min(start, text.Length), StringComparison.Ordinal);
}
