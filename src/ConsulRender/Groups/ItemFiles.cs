using ConsulRender.Files;
using ConsulRender.Settings;
using ConsulRender.Templating;

namespace ConsulRender.Groups;

/// <summary>The files of one template with <c>for_each</c>: where each item's goes, and which are there of items that are gone. Owned by its <see cref="OutputFile"/>.</summary>
internal sealed class ItemFiles
{
    private readonly TemplateSettings _settings;
    private readonly FileClaims _claims;
    private readonly FilePermissions _permissions;

    // The longest directory of the destination that is the same for all items; nothing outside it is ever touched.
    private readonly string _root;
    private readonly FileManifest _manifest;
    private readonly string _prefix;

    // The files of the items that are there now, by the path in messages; each remembers what it told.
    private Dictionary<string, Destination> _destinations = [];

    // What items brought along from other templates.
    private List<string> _adopted = [];

    // What was ours before the change under way.
    private IReadOnlyList<string> _before = [];

    /// <param name="settings">The template.</param>
    /// <param name="prefix">What all destinations begin with.</param>
    /// <param name="claims">What the other templates write.</param>
    public ItemFiles(TemplateSettings settings, string prefix, FileClaims claims)
    {
        _settings = settings;
        _claims = claims;
        _prefix = prefix;
        _permissions = new FilePermissions(settings.Perms, settings.User, settings.Group);
        _root = Path.GetFullPath(prefix[..(prefix.LastIndexOf('/') + 1)].TrimStart() is { Length: > 0 } directory ? directory : ".").TrimEnd('/') + '/';
        _manifest = new FileManifest(_root, settings.Destination);
    }

    /// <summary>Whether a file has another mode or owner than the settings say.</summary>
    public bool HasDrifted() => _destinations.Values.Any(destination => destination.HasDrifted());

    /// <summary>Says which files the items have by an evaluation, before any template takes its own.</summary>
    public void Want(IReadOnlyList<RenderedFile> files) =>
        _claims.Want(this, files.Where(file => ProblemOf(file) is null).Select(file => Path.GetFullPath(file.Destination)).ToHashSet(StringComparer.Ordinal));

    /// <summary>Takes what the items have by the last evaluation.</summary>
    public void Claim() => _claims.Claim(this);

    /// <summary>Why the items cannot have a file each, naming one; null when they can.</summary>
    public ApplyOutcome.Failed? Problem(IReadOnlyList<RenderedFile> files)
    {
        var items = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (ProblemOf(file) is { } problem)
            {
                return Problem($"{problem} (for {file.Item})");
            }

            var path = Path.GetFullPath(file.Destination);
            if (!items.TryAdd(path, file.Item))
            {
                return Problem($"two items have the destination '{file.Destination}' ({items[path]}; and {file.Item}); make \"destination\" different for each");
            }

            if (_claims.IsTaken(path, this))
            {
                // The other one may be about to give it up.
                return Problem($"another template writes '{file.Destination}', too (for {file.Item})") with { MayPass = true };
            }
        }

        return null;
    }

    /// <summary>Why not all files may be removed; null when they may, or there are items.</summary>
    public string? Refusal(IReadOnlyList<RenderedFile> files) => files.Count > 0 || _settings.AllowEmpty
        ? null
        : $"{_settings.Destination}: the output is empty: for_each gives no items; all files were left as they are (set \"allow_empty\": true if no file is right)";

    /// <summary>The files of the items, and those that are to go.</summary>
    /// <exception cref="DestinationException">It cannot be read which are there.</exception>
    public IEnumerable<PendingFile> Pending(OutputFile source, IReadOnlyList<RenderedFile> files)
    {
        var pending = files.Select(file => new PendingFile(source, _destinations.GetValueOrDefault(file.Destination) ?? NewDestination(file.Destination), file.Text)).ToList();
        _destinations = pending.ToDictionary(file => file.Destination.Path, file => file.Destination, StringComparer.Ordinal);
        var wanted = Paths(pending).ToHashSet(StringComparer.Ordinal);
        var ours = Try(_manifest.Read);
        _adopted = [.. wanted.Except(ours).Where(path => File.Exists(path) && Try(() => _claims.IsOurs(path, this)))];
        foreach (var path in ours)
        {
            if (!wanted.Contains(path) && IsInside(path) && !_claims.IsTaken(path, this) && FileSystem.Status(path, followLinks: false) is not null)
            {
                pending.Add(new PendingFile(source, NewDestination(Shown(path)), Text: null));
            }
        }

        return pending;
    }

    /// <summary>Whether a file was written for an item of this template.</summary>
    public bool IsOurs(string path) => _manifest.Read().Contains(path, StringComparer.Ordinal);

    /// <summary>The folders in which a killed process may have left something, as deep as the destination goes.</summary>
    public IEnumerable<string> Folders()
    {
        const int deepest = 3;
        var depth = _settings.Destination.Count(character => character == '/') - _prefix.Count(character => character == '/');
        var below = depth == 0 || !Directory.Exists(_root) ? [] : Directory.EnumerateDirectories(
            _root, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Math.Min(depth, deepest) - 1, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true });
        return [.. Try(_manifest.Read).Select(path => Path.GetDirectoryName(path)!).Concat(below).Append(_root.TrimEnd('/')).Distinct()];
    }

    /// <summary>Remembers that the files may be there from now on, and that those which are to go may not be gone.</summary>
    /// <exception cref="DestinationException">It cannot be written down.</exception>
    public void Begin(IEnumerable<PendingFile> pending) => _before = Try(() => _manifest.Begin(Paths(pending)));

    /// <summary>Remembers that the files are there, and no others.</summary>
    public void Complete(IEnumerable<PendingFile> pending) => Complete(Paths(pending));

    /// <summary>Remembers that the files of before <see cref="Begin"/> are there again, and no others.</summary>
    public void Undo() => Complete(_before);

    private void Complete(IEnumerable<string> paths)
    {
        try
        {
            _manifest.Complete(paths, _adopted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It names files too many, which is no harm; the next change puts it right.
        }
    }

    private ApplyOutcome.Failed Problem(string problem) => new(FailureKind.Template, $"{_settings.Destination}: {problem}; no file was changed");

    private string? ProblemOf(RenderedFile file) =>
        file.Destination.Length == 0 ? "the destination is empty"
        : file.Destination.Any(char.IsControl) ? "the destination holds a character that no file name should hold"
        : !IsInside(Path.GetFullPath(file.Destination)) ? $"the destination '{file.Destination}' is not a file inside '{_root}'"
        : null;

    private bool IsInside(string path) => path.StartsWith(_root, StringComparison.Ordinal) && !path.EndsWith('/');

    // As the settings would write it.
    private string Shown(string path) => Path.IsPathRooted(_settings.Destination) ? path : Path.GetRelativePath(".", path);

    private static IEnumerable<string> Paths(IEnumerable<PendingFile> pending) =>
        pending.Where(file => file.Text is not null).Select(file => Path.GetFullPath(file.Destination.Path));

    private Destination NewDestination(string path) => new(path, _permissions, _settings.CreateDestDirs, _settings.Backup);

    private T Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(_manifest.Path, "cannot be read or written, and it lists the files of the items", exception);
        }
    }
}
