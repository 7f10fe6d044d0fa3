using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Hcl;

/// <summary>The members of one block while they are read; blocks of one name become a list. Owned by one <see cref="HclParser"/>.</summary>
internal sealed class HclObject(SettingsOrigin origin)
{
    // Nearly all blocks have few members, which are found as fast without a dictionary.
    private const int Few = 8;

    private readonly List<Member> _members = [];
    private Dictionary<string, Member>? _byName;

    /// <summary>Adds a member; false when one of this name is there, unless both are blocks.</summary>
    public bool TryAdd(string name, SettingsOrigin nameOrigin, SettingsNode value)
    {
        if (Find(name) is not { } member)
        {
            Append(new Member(name, nameOrigin, value));
            return true;
        }

        return member.Collected is null && member.TryAdd(value);
    }

    /// <summary>Adds a member whose name nobody else may have.</summary>
    public bool TryAddOnce(SettingsMember member) => Find(member.Name) is null && TryAdd(member.Name, member.Origin, member.Value);

    /// <summary>The members of a member that is put together from several places; null when this name is taken by something else.</summary>
    public HclObject? Collected(string name, SettingsOrigin nameOrigin, SettingsOrigin valueOrigin)
    {
        if (Find(name) is { } member)
        {
            return member.Collected;
        }

        var collected = new HclObject(valueOrigin);
        Append(new Member(name, nameOrigin, collected));
        return collected;
    }

    public SettingsObject ToNode() => new(_members.ConvertAll(member => member.ToNode()), origin);

    private Member? Find(string name) => _byName is null ? _members.Find(member => member.Name == name) : _byName.GetValueOrDefault(name);

    private void Append(Member member)
    {
        _members.Add(member);
        if (_members.Count == Few)
        {
            _byName = _members.ToDictionary(each => each.Name, StringComparer.Ordinal);
        }
        else
        {
            _byName?.Add(member.Name, member);
        }
    }

    private sealed class Member(string name, SettingsOrigin origin, SettingsNode? value)
    {
        private List<SettingsNode>? _blocks;

        public Member(string name, SettingsOrigin origin, HclObject collected)
            : this(name, origin, value: null) => Collected = collected;

        public string Name => name;

        public HclObject? Collected { get; }

        public bool TryAdd(SettingsNode other)
        {
            if (value is not SettingsObject || other is not SettingsObject)
            {
                return false;
            }

            _blocks ??= [value];
            _blocks.Add(other);
            return true;
        }

        public SettingsMember ToNode()
        {
            SettingsNode whole = _blocks is null ? value ?? Collected!.ToNode() : new SettingsList(_blocks, _blocks[0].Origin);
            return new SettingsMember(name, origin, whole);
        }
    }
}
