namespace ConsulRender.Groups;

/// <summary>Who writes which file, so that no template with <c>for_each</c> takes or removes what is another's. Owned by the groups that were made together.</summary>
internal sealed class FileClaims
{
    private readonly HashSet<string> _plain;

    // What each wants since its last evaluation, and what it has, or had when it last tried.
    private readonly Dictionary<ItemFiles, HashSet<string>> _wanted = [];
    private readonly Dictionary<ItemFiles, HashSet<string>> _claims = [];

    /// <param name="plain">The full paths of the templates that give one file.</param>
    public FileClaims(IEnumerable<string> plain) => _plain = new(plain, StringComparer.Ordinal);

    /// <summary>Says which full paths the items of a template have by its last evaluation; what it does not want any more, others may take before it was removed.</summary>
    public void Want(ItemFiles owner, HashSet<string> paths) => _wanted[owner] = paths;

    /// <summary>Says that the template takes what it wants.</summary>
    public void Claim(ItemFiles owner) => _claims[owner] = _wanted.GetValueOrDefault(owner) ?? [];

    /// <summary>Whether a file was written for an item of another template.</summary>
    public bool IsOurs(string path, ItemFiles asker) => _wanted.Keys.Any(other => other != asker && other.IsOurs(path));

    /// <summary>Whether somebody else has a full path and wants to keep it.</summary>
    public bool IsTaken(string path, ItemFiles owner) =>
        _plain.Contains(path) || _claims.Any(claim => claim.Key != owner && claim.Value.Contains(path) && _wanted.GetValueOrDefault(claim.Key)?.Contains(path) == true);
}
