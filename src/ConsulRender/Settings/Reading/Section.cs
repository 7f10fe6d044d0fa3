using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Reading;

/// <summary>One object of the tree while it is read: gives each key its value, and tells of keys that nobody asked for. Used once.</summary>
/// <param name="node">The object; null when nobody said it.</param>
/// <param name="path">Its path, such as <c>$.consul.ssl</c>; only who lists keys wants it.</param>
/// <param name="problems">Where problems are told.</param>
internal sealed class Section(SettingsObject? node, string path, ReadProblems problems)
{
    // Where nothing is said, nothing can be unknown.
    private readonly List<string>? _known = node is null ? null : [];

    /// <summary>Where problems are told.</summary>
    public ReadProblems Problems => problems;

    /// <summary>Whether it says anything.</summary>
    public bool IsEmpty => node is null or { Members.Count: 0 };

    /// <summary>Where its first word stands; nobody may ask an empty one.</summary>
    public SettingsOrigin Start => node!.Members[0].Origin;

    /// <summary>The names of its members, where any name may stand.</summary>
    public IReadOnlyList<string> Names() => node is null ? [] : [.. node.Members.Select(member => member.Name)];

    /// <summary>Whether a key is there, whatever its value.</summary>
    public bool Says(string name) => node?.Find(name) is not null;

    /// <summary>The member of that name; null when there is none, or it is null, which is told.</summary>
    public SettingsMember? Find(string name)
    {
        problems.Know(path, name);
        _known?.Add(name);
        var member = node?.Find(name);
        if (member?.Value is SettingsNull)
        {
            problems.Add(member.Origin, $"\"{name}\" must not be null");
            return null;
        }

        return member;
    }

    /// <summary>The value of a key as somebody makes it of a text; null when nobody said it, or it cannot be made, which is told.</summary>
    /// <param name="name">The key.</param>
    /// <param name="parse">Makes the value; null when that cannot be done.</param>
    /// <param name="expected">What is said then.</param>
    public T? Parsed<T>(string name, Func<SettingsNode, T?> parse, string expected)
        where T : class
    {
        if (Find(name) is not { } member)
        {
            return null;
        }

        var value = parse(member.Value);
        if (value is null)
        {
            problems.Add(member.Origin, $"\"{name}\"{expected}");
        }

        return value;
    }

    /// <summary>A string.</summary>
    public string? Text(string name) => Parsed(name, value => (value as SettingsText)?.Value, " must be a string");

    /// <summary>The name of a file or directory; null for an empty one.</summary>
    public string? FileName(string name)
    {
        var path = Text(name);
        if (path is not null && SettingsRules.HasNull(path))
        {
            problems.Add(Find(name)!.Origin, $"\"{name}\" holds a character that no file name can hold");
        }

        return string.IsNullOrEmpty(path) ? null : path;
    }

    /// <summary>True or false.</summary>
    public bool? Switch(string name)
    {
        if (Find(name) is not { } member)
        {
            return null;
        }

        if (member.Value is SettingsSwitch value)
        {
            return value.Value;
        }

        problems.Add(member.Origin, $"\"{name}\" must be true or false");
        return null;
    }

    /// <summary>A whole number.</summary>
    public long? Number(string name)
    {
        if (Find(name) is not { } member)
        {
            return null;
        }

        if (member.Value is SettingsNumber number && long.TryParse(number.Literal, out var value))
        {
            return value;
        }

        problems.Add(member.Origin, $"\"{name}\" must be a whole number");
        return null;
    }

    /// <summary>The same where no sensible number is large: one that is has the nearest value, which some rule refuses.</summary>
    public int? Count(string name) => Number(name) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>A duration in Go's form.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Find(name) is not { } member)
        {
            return null;
        }

        if (GoDuration.TryParse(member.Value switch { SettingsText text => text.Value, SettingsNumber { Literal: "0" } => "0", _ => "" }, out var duration))
        {
            return duration;
        }

        problems.Add(member.Origin, $"\"{name}\": not a duration; write one like \"250ms\", \"5s\" or \"1m30s\"");
        return null;
    }

    /// <summary>A list of strings.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } member)
        {
            return null;
        }

        if (member.Value is not SettingsList list)
        {
            problems.Add(member.Origin, $"\"{name}\" must be a list of strings");
            return null;
        }

        foreach (var item in list.Items)
        {
            if (item is not SettingsText)
            {
                problems.Add(item.Origin, $"\"{name}\" must be a list of strings");
                return null;
            }
        }

        return [.. list.Items.Cast<SettingsText>().Select(text => text.Value)];
    }

    /// <summary>An object inside; one that says nothing when it is not there.</summary>
    public Section Inner(string name)
    {
        var member = Find(name);
        if (member?.Value is SettingsList { Items: [SettingsObject, SettingsObject second, ..] })
        {
            problems.Add(second.Origin, $"\"{name}\" can stand here once only; put both together");
        }
        else if (member is not null && member.Value is not SettingsObject)
        {
            problems.Add(member.Origin, $"\"{name}\" must be an object");
        }

        return new Section(member?.Value as SettingsObject, problems.ListsKeys ? SettingsTree.Member(path, name) : "", problems);
    }

    /// <summary>Says that a key may stand here and does nothing, and why.</summary>
    public void WithoutEffect(string name, string reason)
    {
        if (Find(name) is { } member)
        {
            problems.Warn(member.Origin, $"\"{name}\" has no effect: {reason}");
        }
    }

    /// <summary>Ends the reading: what nobody asked for is a mistake.</summary>
    public void End()
    {
        foreach (var member in node?.Members ?? [])
        {
            if (!_known!.Contains(member.Name))
            {
                problems.Add(member.Origin, $"unknown key {SettingsTree.Shown(member.Name)}{Suggestion(member.Name, _known)}");
            }
        }
    }

    private static string Suggestion(string name, List<string> known) => Templating.Spelling.Nearest(name, known) is { } nearest
        ? $"; did you mean \"{nearest}\"?"
        : $"; the keys here are {string.Join(", ", known.Distinct().Order(StringComparer.Ordinal))}";
}
