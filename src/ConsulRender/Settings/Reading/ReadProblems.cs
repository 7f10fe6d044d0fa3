using ConsulRender.Settings.Tree;

namespace ConsulRender.Settings.Reading;

/// <summary>Collects what is wrong or doubtful while a tree is read. Owned by the reader.</summary>
internal sealed class ReadProblems
{
    private readonly List<(SettingsOrigin Origin, string Message)> _errors = [];
    private readonly List<(SettingsOrigin Origin, string Message)> _warnings = [];
    private readonly List<string>? _keys;

    public ReadProblems(bool listsKeys = false) => _keys = listsKeys ? [] : null;

    /// <summary>What makes the settings unusable.</summary>
    public IReadOnlyList<(SettingsOrigin Origin, string Message)> Errors => _errors;

    /// <summary>What is probably not what was meant.</summary>
    public IReadOnlyList<(SettingsOrigin Origin, string Message)> Warnings => _warnings;

    /// <summary>Whether somebody wants to know every key that settings may have.</summary>
    public bool ListsKeys => _keys is not null;

    /// <summary>Every key that was asked for, whether it was there or not; empty unless wanted.</summary>
    public IReadOnlyList<string> Keys => _keys ?? [];

    public void Add(SettingsOrigin origin, string message) => _errors.Add((origin, message));

    public void Warn(SettingsOrigin origin, string message) => _warnings.Add((origin, message));

    /// <summary>Takes note of a key that settings may have.</summary>
    public void Know(string parent, string name) => _keys?.Add(SettingsTree.Member(parent, name));
}
