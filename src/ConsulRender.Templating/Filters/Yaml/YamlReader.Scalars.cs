using System.Globalization;
using System.Text;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>Text, plain or in quotes, on one line or several.</summary>
internal sealed partial class YamlReader
{
    private bool IsKeyColon() => Current == ':' && (IsBlank(Next) || (_flows > 0 && IsFlowIndicator(Next)));

    private bool CanBeginPlain() => Current switch
    {
        '-' or '?' or ':' => !IsBlank(Next) && !(_flows > 0 && IsFlowIndicator(Next)),
        ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => false,
        _ => !IsBlank(Current),
    };

    private string ReadPlain(int least)
    {
        if (!CanBeginPlain())
        {
            throw Failure(IsAtEnd ? "the text ends inside brackets" : $"\"{Current}\" cannot begin text without quotes");
        }

        var text = new StringBuilder();
        while (true)
        {
            var from = _at;
            SkipPlainOnLine();
            text.Append(_text.AsSpan(from, _at - from).TrimEnd(" \t"));
            var end = _at;
            var breaks = SkipBreaks();
            if (breaks == 0 || !GoesOn(least))
            {
                _at = end;
                return text.ToString();
            }

            Fold(text, breaks);
        }
    }

    private bool GoesOn(int least)
    {
        if (IsAtEnd || Current == '#')
        {
            return false;
        }

        return _flows > 0
            ? !IsFlowIndicator(Current) && !IsKeyColon()
            : Column >= least && !IsAtMarker("---") && !IsAtMarker("...");
    }

    private bool SkipPlainOnLine()
    {
        while (!IsAtEnd && Current != '\n' && !IsKeyColon() && !(_flows > 0 && IsFlowIndicator(Current)) &&
            !(Current == '#' && _text[_at - 1] is ' ' or '\t'))
        {
            _at++;
        }

        return true;
    }

    private bool SkipQuotedOnLine()
    {
        var quote = Current;
        for (_at++; !IsAtEnd && Current != '\n'; _at++)
        {
            if (Current == '\\' && quote == '"')
            {
                _at++;
            }
            else if (Current == quote && quote == '\'' && Next == '\'')
            {
                _at++;
            }
            else if (Current == quote)
            {
                _at++;
                return true;
            }
        }

        return false;
    }

    private string ReadQuoted()
    {
        var (from, quote) = (_at, Current);
        var text = new StringBuilder();
        for (_at++; ;)
        {
            switch (Current)
            {
                case '\0':
                    throw FailureAt(from, "these quotes are never closed");
                case '\'' when quote == '\'' && Next == '\'':
                    text.Append('\'');
                    _at += 2;
                    break;
                case '"' or '\'' when Current == quote:
                    _at++;
                    return text.ToString();
                case '\\' when quote == '"':
                    ReadEscape(text);
                    break;
                case ' ' or '\t' or '\n':
                    ReadSpace(text);
                    break;
                default:
                    text.Append(Current);
                    _at++;
                    break;
            }
        }
    }

    // Blanks at a line's end and the next one's beginning count as one blank together.
    private void ReadSpace(StringBuilder text)
    {
        var from = _at;
        SkipBlanks();
        if (Current != '\n')
        {
            text.Append(_text, from, _at - from);
            return;
        }

        Fold(text, SkipBreaks());
    }

    private int SkipBreaks()
    {
        var breaks = 0;
        for (SkipBlanks(); Current == '\n'; SkipBlanks())
        {
            _at++;
            breaks++;
        }

        return breaks;
    }

    private static void Fold(StringBuilder text, int breaks)
    {
        if (breaks == 1)
        {
            text.Append(' ');
            return;
        }

        text.Append('\n', breaks - 1);
    }

    private void ReadEscape(StringBuilder text)
    {
        var escaped = Next;
        var at = _at;
        _at += IsAtEnd || _at + 1 == _text.Length ? 1 : 2;
        switch (escaped)
        {
            case '\n':
                text.Append('\n', SkipBreaks());
                break;
            case 'x':
                text.Append((char)ReadHexadecimal(2));
                break;
            case 'u':
                text.Append((char)ReadHexadecimal(4));
                break;
            case 'U':
                text.Append(Rune.TryCreate(ReadHexadecimal(8), out var rune) ? rune.ToString() : throw FailureAt(at, "there is no such character"));
                break;
            default:
                text.Append(Unescaped(escaped) ?? throw FailureAt(at, "this escape does not exist; a backslash in double quotes is written twice"));
                break;
        }
    }

    private static char? Unescaped(char escaped) => escaped switch
    {
        '0' => '\0',
        'a' => '\a',
        'b' => '\b',
        't' or '\t' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        'e' => '\e',
        ' ' or '"' or '/' or '\\' => escaped,
        _ => UnescapedSpace(escaped),
    };

    private static char? UnescapedSpace(char escaped) => escaped switch
    {
        'N' => '\x85',
        '_' => '\xA0',
        'L' => '\x2028',
        'P' => '\x2029',
        _ => null,
    };

    private uint ReadHexadecimal(int digits)
    {
        if (_at + digits > _text.Length ||
            !uint.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            throw Failure($"{digits} hexadecimal digits are expected here");
        }

        _at += digits;
        return number;
    }
}
