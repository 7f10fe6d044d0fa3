namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>Groups and the flags that are set like groups.</summary>
internal sealed partial class PatternParser
{
    /// <summary>A group; null when it only sets flags for what follows.</summary>
    private PatternNode? ParseGroup()
    {
        var start = _position++;
        if (!Take('?'))
        {
            return ParseNumbered("");
        }

        if (Ahead("P<") || (Ahead("<") && !Ahead("<=") && !Ahead("<!")))
        {
            _position += pattern[_position] == 'P' ? 2 : 1;
            return ParseNumbered(ParseGroupName());
        }

        var outside = _flags;
        var isGroup = ParseFlags(start);
        return isGroup ? ParseUntilClosed(outside) : null;
    }

    private string ParseGroupName()
    {
        var end = pattern.IndexOf('>', _position);
        var name = end < 0 ? "" : pattern[_position..end];
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            throw Bad("the name of a group must be letters, digits and underscores between < and >");
        }

        _position = end + 1;
        return name;
    }

    private PatternNode.Group ParseNumbered(string name)
    {
        _groupNames.Add(name);
        var number = _groupNames.Count - 1;
        return new PatternNode.Group(number, ParseUntilClosed(_flags));
    }

    private PatternNode ParseUntilClosed(Flags outside)
    {
        var inner = ParseChoice();
        _flags = outside;
        return Take(')') ? inner : throw Bad("a group is not closed");
    }

    // After "(?": letters that switch flags on, and after a minus off; then a colon and a group, or the end.
    private bool ParseFlags(int start)
    {
        var (flags, isOff, any) = (_flags, false, false);
        while (_position < pattern.Length)
        {
            var letter = pattern[_position++];
            if (letter == '-' && !isOff)
            {
                (isOff, any) = (true, false);
            }
            else if (letter is ':' or ')' && (any || !isOff))
            {
                _flags = flags;
                return letter == ':';
            }
            else if (FlagOf(letter) is { } flag)
            {
                (flags, any) = (isOff ? flags & ~flag : flags | flag, true);
            }
            else
            {
                throw Bad(letter is '=' or '!' or '<'
                    ? $"\"{pattern[start.._position]}\" looks ahead or back, and Go's regular expressions, which take linear time, cannot"
                    : $"\"{pattern[start.._position]}\" is not a kind of group");
            }
        }

        throw Bad("a group is not closed");
    }

    private static Flags? FlagOf(char letter) => letter switch
    {
        'i' => Flags.IgnoreCase,
        'm' => Flags.MultiLine,
        's' => Flags.PointIsAny,
        'U' => Flags.Ungreedy,
        _ => null,
    };
}
