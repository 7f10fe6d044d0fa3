namespace ConsulRender.Settings.Tree;

/// <summary>A piece of settings as it was written, whatever the format; immutable, and each knows where it was said. A closed family.</summary>
/// <param name="Origin">Where it was said.</param>
public abstract record SettingsNode(SettingsOrigin Origin)
{
    /// <summary>Where it was said, and not what: it may be a secret.</summary>
    public sealed override string ToString() => $"setting of {Origin}";
}

/// <summary>A string.</summary>
/// <param name="Value">Its text, escapes undone.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record SettingsText(string Value, SettingsOrigin Origin) : SettingsNode(Origin);

/// <summary>A number.</summary>
/// <param name="Literal">A JSON number: HCL's octal and hexadecimal ones are written in decimal digits.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record SettingsNumber(string Literal, SettingsOrigin Origin) : SettingsNode(Origin)
{
    /// <summary>Whether it was written in octal digits, as only HCL can.</summary>
    public bool IsOctal { get; init; }
}

/// <summary>True or false.</summary>
/// <param name="Value">Which of them.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record SettingsSwitch(bool Value, SettingsOrigin Origin) : SettingsNode(Origin);

/// <summary>JSON's null.</summary>
/// <param name="Origin">Where it was said.</param>
public sealed record SettingsNull(SettingsOrigin Origin) : SettingsNode(Origin);

/// <summary>A list; several HCL blocks of one name are one, too.</summary>
/// <param name="Items">What stands in it, in the order in which it was written.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record SettingsList(IReadOnlyList<SettingsNode> Items, SettingsOrigin Origin) : SettingsNode(Origin);

/// <summary>An object: a JSON object, an HCL block, or a whole file.</summary>
/// <param name="Members">Its members in the order in which they were written; each name once.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record SettingsObject(IReadOnlyList<SettingsMember> Members, SettingsOrigin Origin) : SettingsNode(Origin)
{
    /// <summary>The value of that name; null when there is none.</summary>
    public SettingsNode? this[string name] => Find(name)?.Value;

    /// <summary>The member of that name; null when there is none.</summary>
    public SettingsMember? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}

/// <summary>A name with its value; immutable.</summary>
/// <param name="Name">The key as it was written.</param>
/// <param name="Origin">Where the key stands.</param>
/// <param name="Value">What it is set to.</param>
public sealed record SettingsMember(string Name, SettingsOrigin Origin, SettingsNode Value);
