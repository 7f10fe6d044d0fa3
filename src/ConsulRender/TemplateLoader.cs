using System.Collections;
using ConsulRender.Files;
using ConsulRender.Settings;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>Reads templates and partials from disk for the settings; used once, when groups are made.</summary>
internal sealed class TemplateLoader(Settings.Settings settings, TimeProvider timeProvider, SourceFiles? sources = null)
{
    /// <summary>What a partial's file name may end with and its name in a template need not.</summary>
    internal const string Extension = ".liquid";

    private readonly Lazy<IReadOnlyDictionary<string, string>> _environment = new(() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            variable => (string)variable.Key,
            variable => (string?)variable.Value ?? "",
            StringComparer.Ordinal));

    private readonly Lazy<IReadOnlyList<HostAddress>> _addresses = new(HostAddresses.Read);

    /// <summary>Parses one template of the settings.</summary>
    /// <exception cref="TemplateException">It cannot be read, or has errors.</exception>
    public Template Load(TemplateSettings template)
    {
        var source = template.Source is { } path ? Read(path) : new TemplateSource($"contents of {template.Destination}", template.Contents!);
        IReadOnlyList<string> folders = template.Source is null
            ? settings.TemplateDirs
            : [Path.GetDirectoryName(template.Source) ?? "", .. settings.TemplateDirs];
        var sandbox = template.SandboxPath is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        RefuseBrokenGlob(source, template.FunctionDenylist);
        var options = new TemplateOptions
        {
            Vars = VarsLayers.Merge(template.Vars, settings.Vars),
            Delimiters = DelimiterSettings.Merge(template.Delimiters, settings.DefaultDelimiters),
            Environment = _environment.Value,
            FindAddresses = () => _addresses.Value,
            Agents = settings.AgentNames(),
            FindPartial = name => FindPartial(folders, name, sandbox),
            Denied = template.FunctionDenylist,
            Sandbox = sandbox,
            Limits = LimitSettings.Merge(template.Limits, settings.Limits),
            Clock = timeProvider,
            ErrorOnMissingKey = template.ErrorOnMissingKey,
            RejectNewlines = template.RejectNewlines,
        };
        return Template.Parse(source, options, template.ForEach is { } items ? new ForEachSource(source.Name, items, template.Destination) : null);
    }

    // The reader of the settings tells it with its place; nothing must slip through where nobody has looked.
    private static void RefuseBrokenGlob(TemplateSource source, IReadOnlyList<string> denied)
    {
        if (denied.FirstOrDefault(pattern => !GoGlob.IsValid(pattern)) is { } broken)
        {
            throw new TemplateException([new TemplateError(new SourcePosition(source.Name, 1, 1), TemplateSettings.DenylistProblem(broken), "", [])]);
        }
    }

    private TemplateSource Read(string path)
    {
        sources?.Add(path);

        // A pipe of the shell gives its text once; any other would be waited for, perhaps for ever.
        if (FileSystem.Stamp(path) is { IsRegularFile: false } && (sources is { IsAnotherReading: true } || !ShellPipe.IsOne(path)))
        {
            throw Unreadable(path, Directory.Exists(path) ? "it is a directory" : "it is not a regular file");
        }

        try
        {
            return new TemplateSource(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : exception.Message;
            throw Unreadable(path, reason);
        }
    }

    private static TemplateException Unreadable(string path, string reason) =>
        new([new TemplateError(new SourcePosition(path, 1, 1), $"cannot read the template: {reason}", "", [])]);

    // The first that is there counts, also when it may not be read: to pass over it would mean another partial than the one that stands first.
    private TemplateSource? FindPartial(IReadOnlyList<string> folders, string name, string? sandbox)
    {
        var path = folders.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + Extension) }).FirstOrDefault(IsThere);
        try
        {
            return path is null ? null
                : sandbox is null ? Read(path)
                : Sandbox.Resolve(path, sandbox) is { } real ? Read(real) with { Name = path }
                : null;
        }
        catch (FileException exception)
        {
            throw new PartialException($"'{path}': {exception.Message}");
        }
    }

    private bool IsThere(string path)
    {
        sources?.Add(path);
        return File.Exists(path);
    }
}
