using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Hcl;

internal sealed partial class HclParser
{
    // The first block whose end stands further left than its beginning: there an end is missing, if one is.
    private HclToken? _suspect;

    // What a key is set to; null when it is nothing, which is a problem.
    private SettingsNode? Assigned(HclToken key, List<HclToken>? labels, int depth)
    {
        if (_next.Kind == HclKind.Equals)
        {
            if (labels is not null)
            {
                problems.Add(labels[0].Place, "a key is one word, and only a block has a name: key = value, or key \"name\" { ... }");
            }

            return Value(key, Take(), depth);
        }

        if (_next.Kind == HclKind.Stray && _next.Text == ":")
        {
            return BehindColon(key, depth);
        }

        NotAssigned(key, labels);
        if (labels is null && IsInLineOf(key) && _next.Kind is HclKind.Number or HclKind.Switch or HclKind.LeftBracket or HclKind.Heredoc)
        {
            return Value(key, key, depth);
        }

        if (IsInLineOf(key) && _next.Kind is not (HclKind.Comma or HclKind.RightBrace or HclKind.End))
        {
            SkipLine(key);
        }

        return null;
    }

    private void NotAssigned(HclToken key, List<HclToken>? labels)
    {
        var isLast = !IsInLineOf(key) || _next.Kind is HclKind.Comma or HclKind.RightBrace or HclKind.End;
        var isValue = _next.Kind is HclKind.Number or HclKind.Switch or HclKind.LeftBracket or HclKind.Heredoc;

        // What stands in quotes could be a value, and so a secret.
        var shown = key.Kind == HclKind.Word ? HclWords.Shown(key.Text) : "this key";
        var (place, message) = labels switch
        {
            null when isLast && key.Kind == HclKind.Text => (key.Place, HclWords.BehindValue),
            null when isLast => (key.Place, $"{shown} has no value; write key = value or key {{ ... }}"),
            null when isValue => (_next.Place, $"= is missing behind {shown}"),
            [var label] when isLast && label.Kind == HclKind.Text => (label.Place, $"= is missing behind {shown}"),
            [var label] when isLast => (label.Place, $"write = behind {shown}, and its value in quotes"),
            _ when isLast => (key.Place, HclWords.NoAssignment),
            _ => (_next.Place, _next.Kind == HclKind.RightBracket ? HclWords.NoList : HclWords.NoAssignment),
        };
        problems.Add(place, message);
    }

    // One who writes one colon writes them all; it is told once.
    private SettingsNode? BehindColon(HclToken key, int depth)
    {
        if (key.Kind == HclKind.Word && lexer.Ahead() is '\n' or '\0')
        {
            problems.Stop(_next.Place, HclWords.YamlBlock);
        }

        if (!_hasColons)
        {
            problems.Add(_next.Place, key.Kind == HclKind.Text ? HclWords.JsonMember : HclWords.Colon);
            _hasColons = true;
        }

        var colon = Take();
        if (_next.Kind == HclKind.Equals)
        {
            Take();
        }

        return Value(key, colon, depth);
    }

    private SettingsNode? Value(HclToken key, HclToken before, int depth)
    {
        if (TryValue(depth) is { } value)
        {
            return value;
        }

        var isNextKey = _next.Kind == HclKind.Word && _next.Place.Line != _lineBefore && lexer.Ahead() is ('=' or '{');
        if (isNextKey || _next.Kind is not (HclKind.Word or HclKind.Stray or HclKind.Equals))
        {
            problems.Add(before.Place, $"the value of {HclWords.Shown(key.Text)} is missing");
            return null;
        }

        problems.Add(_next.Place, HclWords.NoValue(_next, lexer.Ahead(), key.Text));
        var word = Take();
        if (word.Kind == HclKind.Equals || word.Text == ">")
        {
            return Value(key, word, depth);
        }

        if (_next.Kind is not (HclKind.Comma or HclKind.RightBrace))
        {
            SkipLine(word);
        }

        return null;
    }

    // The value that is next; null when there is none.
    private SettingsNode? TryValue(int depth) => _next.Kind switch
    {
        HclKind.Text or HclKind.Heredoc => new SettingsText(_next.Text, Origin(Take())),
        HclKind.Number => Number(Take()),
        HclKind.Switch => new SettingsSwitch(_next.Text == "true", Origin(Take())),
        HclKind.LeftBrace => Object(depth + 1),
        HclKind.LeftBracket => List(depth + 1),
        _ => null,
    };

    private SettingsNumber Number(HclToken number) => new(number.Text, Origin(number)) { IsOctal = number.IsOctal };

    private SettingsObject Object(int depth)
    {
        var opening = Open(depth);
        var members = new HclObject(Origin(opening));
        Members(members, depth);
        if (_next.Kind == HclKind.RightBrace)
        {
            Suspect(opening, depth);
            Take();
        }
        else
        {
            var open = _suspect is { } suspect && suspect.Start > opening.Start ? suspect : opening;
            problems.Stop(open.Place, "this block is not closed; write } behind its last key");
        }

        return members.ToNode();
    }

    private void Suspect(HclToken opening, int depth)
    {
        if (_lineBefore != _next.Place.Line && _next.Place.Column <= lexer.Indentation(opening))
        {
            _suspect ??= opening;
        }

        // A block of the file itself that is closed has nothing in it that is not.
        _suspect = depth == 2 ? null : _suspect;
    }

    private SettingsList List(int depth)
    {
        var opening = Open(depth);
        var items = new List<SettingsNode>();
        var needsComma = false;
        while (_next.Kind != HclKind.RightBracket)
        {
            if (_next.Kind == HclKind.Comma)
            {
                needsComma = false;
                Take();
            }
            else if (EndsList())
            {
                problems.Add(opening.Place, "this list is not closed; write ] behind its last item");
                return new SettingsList(items, Origin(opening));
            }
            else
            {
                Item(items, depth, needsComma);

                // HCL 1 asks for no comma behind a list within a list.
                needsComma = items is not [.., SettingsList];
            }
        }

        Take();
        return new SettingsList(items, Origin(opening));
    }

    // What can stand in no list: its end is missing.
    private bool EndsList() => _next.Kind is HclKind.End or HclKind.RightBrace or HclKind.Equals
        || (_next.Kind is HclKind.Word or HclKind.Text && _next.Place.Line != _lineBefore && lexer.Ahead() is ('=' or '{'));

    private void Item(List<SettingsNode> items, int depth, bool needsComma)
    {
        var next = _next;
        if (TryValue(depth) is { } item)
        {
            items.Add(item);
            if (needsComma)
            {
                problems.Add(next.Place, "a comma is missing in front of this item");
            }

            return;
        }

        problems.Add(next.Place, HclWords.NoValue(next, lexer.Ahead(), key: null));
        var word = Take();
        if (_next.Kind == HclKind.Equals && IsInLineOf(word))
        {
            Take();
            TryValue(depth);
        }

        // Nobody knows where a value ends that nobody knows.
        if (_next.Kind is not (HclKind.Comma or HclKind.RightBracket) && IsInLineOf(word))
        {
            problems.Stop();
        }
    }

    private HclToken Open(int depth)
    {
        if (depth > Deepest)
        {
            problems.Stop(_next.Place, $"nested deeper than {Deepest} levels; take some away");
        }

        return Take();
    }
}
