namespace ConsulRender.Settings.Hcl;

/// <summary>A word of an HCL text; immutable.</summary>
internal readonly struct HclToken(HclKind kind, HclPlace place, int start, string text = "", bool isOctal = false)
{
    public HclKind Kind => kind;

    public HclPlace Place => place;

    /// <summary>The index of its first character.</summary>
    public int Start => start;

    /// <summary>A name, a string without its escapes, a JSON number, or what nobody knows.</summary>
    public string Text => text;

    /// <summary>Whether it is a number that was written in octal digits.</summary>
    public bool IsOctal => isOctal;
}

/// <summary>What a word of an HCL text is.</summary>
internal enum HclKind
{
    End,
    Word,
    Text,
    Heredoc,
    Number,
    Switch,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Equals,
    Comma,
    Stray,
}
