using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Hcl;

/// <summary>Makes the tree of one HCL file: the keys here, the values in the other part. Owned by one call of <see cref="HclReader"/>.</summary>
internal sealed partial class HclParser(string path, HclLexer lexer, HclProblems problems)
{
    // As deep as the platform reads JSON, the file itself counted.
    private const int Deepest = 64;

    // A block with this name and one of its own is an agent.
    private const string AgentBlock = "consul";

    private const string Agents = "agents";

    private HclToken _next;

    // The line in which the word before the next one ended.
    private int _lineBefore;

    private bool _hasColons;

    public SettingsObject Read()
    {
        Advance();
        var root = new HclObject(new SettingsOrigin(path, 1, 1));
        if (_next.Kind == HclKind.LeftBrace)
        {
            problems.Stop(_next.Place, HclWords.JsonFile);
        }

        Members(root, 1);
        if (_next.Kind == HclKind.RightBrace)
        {
            problems.Stop(_next.Place, "there is no { for this }; remove it, or look for a block that ends too early");
        }

        return root.ToNode();
    }

    // Reads up to the } of the block, or to the end.
    private void Members(HclObject owner, int depth)
    {
        var isBehindValue = false;
        while (_next.Kind is not (HclKind.End or HclKind.RightBrace))
        {
            Member(owner, depth, isBehindValue && _next.Place.Line == _lineBefore);
            isBehindValue = _next.Kind != HclKind.Comma;
            if (!isBehindValue)
            {
                Take();
            }
        }
    }

    private void Member(HclObject owner, int depth, bool isBehindValue)
    {
        if (_next.Kind is not (HclKind.Word or HclKind.Text))
        {
            NoKey(isBehindValue);
            return;
        }

        var key = Take();
        List<HclToken>? labels = null;
        while (_next.Kind is HclKind.Word or HclKind.Text && IsInLineOf(key))
        {
            (labels ??= []).Add(Take());
        }

        if (_next.Kind == HclKind.LeftBrace)
        {
            var value = Object(depth + (labels?.Count ?? 0) + 1);
            if (depth == 1 && key.Text == AgentBlock && labels is not null)
            {
                Agent(owner, key, labels, value);
            }
            else
            {
                Add(owner, depth, key, Nested(labels, value));
            }
        }
        else if (isBehindValue && _next.Kind != HclKind.Equals)
        {
            problems.Add(key.Place, HclWords.BehindValue);
            SkipLine(key);
        }
        else if (Assigned(key, labels, depth) is { } value)
        {
            Add(owner, depth, key, value);
        }
    }

    private void NoKey(bool isBehindValue)
    {
        var word = _next;
        var isSemicolon = isBehindValue && word.Text == ";";
        problems.Add(word.Place, isSemicolon ? HclWords.Semicolon
            : isBehindValue && word.Kind is not (HclKind.RightBracket or HclKind.Comma) ? HclWords.BehindValue
            : HclWords.NoKey(word));
        if (isSemicolon || word.Kind == HclKind.Comma)
        {
            Take();
        }
        else
        {
            SkipLine(word);
        }
    }

    // Each name of a block is the only key of an object.
    private SettingsObject Nested(List<HclToken>? labels, SettingsObject value)
    {
        for (var index = (labels?.Count ?? 0) - 1; index >= 0; index--)
        {
            var label = labels![index];
            value = new SettingsObject([new SettingsMember(label.Text, Origin(label), value)], Origin(label));
        }

        return value;
    }

    private void Agent(HclObject root, HclToken key, List<HclToken> labels, SettingsObject value)
    {
        if (labels.Count > 1)
        {
            problems.Add(labels[1].Place, "an agent has one name: consul \"name\" { ... }");
            return;
        }

        AddAgents(root, key, new SettingsObject([new SettingsMember(labels[0].Text, Origin(labels[0]), value)], Origin(labels[0])));
    }

    private void Add(HclObject owner, int depth, HclToken key, SettingsNode value)
    {
        if (depth == 1 && key.Text == Agents && value is SettingsObject agents)
        {
            AddAgents(owner, key, agents);
        }
        else if (!owner.TryAdd(key.Text, Origin(key), value))
        {
            problems.Add(key.Place, HclWords.Twice(key.Text));
        }
    }

    // Agents may be said one by one, and together.
    private void AddAgents(HclObject root, HclToken key, SettingsObject agents)
    {
        if (root.Collected(Agents, Origin(key), agents.Origin) is not { } collected)
        {
            problems.Add(key.Place, HclWords.Twice(Agents));
            return;
        }

        foreach (var agent in agents.Members)
        {
            if (!collected.TryAddOnce(agent))
            {
                problems.Add(new HclPlace(agent.Origin.Line, agent.Origin.Column), HclWords.Twice(agent.Name));
            }
        }
    }

    private SettingsOrigin Origin(HclToken token) => new(path, token.Place.Line, token.Place.Column);

    // Whether what is next follows this word in its line.
    private bool IsInLineOf(HclToken word) => _next.Place.Line == word.Place.Line && _lineBefore == word.Place.Line;

    private HclToken Take()
    {
        var taken = _next;
        Advance();
        return taken;
    }

    private void Advance()
    {
        _lineBefore = lexer.Line;
        _next = lexer.Next();
    }

    // Leaves out what follows in the line of a word that makes no sense, the word with it.
    private void SkipLine(HclToken from)
    {
        if (_next.Start == from.Start || _next.Place.Line == from.Place.Line)
        {
            lexer.SkipLine(from);
            Advance();
        }
    }
}
