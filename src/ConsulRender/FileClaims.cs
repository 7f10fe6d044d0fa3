namespace ConsulRender;

/// <summary>Who writes which file, so that no template with <c>for_each</c> takes or removes what is another's. Owned by the groups that were made together.</summary>
internal sealed class FileClaims
{
    private readonly HashSet<string> _plain;
    private readonly Dictionary<ItemFiles, HashSet<string>> _claims = [];

    /// <param name="plain">The full paths of the templates that give one file.</param>
    public FileClaims(IEnumerable<string> plain) => _plain = new(plain, StringComparer.Ordinal);

    /// <summary>Says which full paths the items of a template have now.</summary>
    public void Claim(ItemFiles owner, HashSet<string> paths) => _claims[owner] = paths;

    /// <summary>Whether somebody else has a full path.</summary>
    public bool IsTaken(string path, ItemFiles owner) => _plain.Contains(path) || _claims.Any(claim => claim.Key != owner && claim.Value.Contains(path));
}
