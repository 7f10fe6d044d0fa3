using System.Collections;
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
        var options = new TemplateOptions
        {
            Vars = settings.Vars,
            Environment = _environment.Value,
            FindAddresses = () => _addresses.Value,
            Agents = settings.AgentNames(),
            FindPartial = name => FindPartial(folders, name),
            Limits = LimitSettings.Merge(template.Limits, settings.Limits),
            Clock = timeProvider,
            ErrorOnMissingKey = template.ErrorOnMissingKey,
            RejectNewlines = template.RejectNewlines,
        };
        return Template.Parse(source, options, template.ForEach is { } items ? new ForEachSource(source.Name, items, template.Destination) : null);
    }

    private TemplateSource Read(string path)
    {
        sources?.Add(path);
        try
        {
            return new TemplateSource(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : exception.Message;
            throw new TemplateException([new TemplateError(new SourcePosition(path, 1, 1), $"cannot read the template: {reason}", "", [])]);
        }
    }

    private TemplateSource? FindPartial(IReadOnlyList<string> folders, string name) =>
        folders.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + Extension) })
            .Where(IsThere)
            .Select(Read)
            .FirstOrDefault();

    private bool IsThere(string path)
    {
        sources?.Add(path);
        return File.Exists(path);
    }
}
