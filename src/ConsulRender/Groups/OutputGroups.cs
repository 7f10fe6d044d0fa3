using ConsulRender.Files;
using ConsulRender.Guards;
using ConsulRender.Processes;
using ConsulRender.Settings;
using ConsulRender.Templating;
using ConsulRender.Timing;

namespace ConsulRender.Groups;

/// <summary>Makes groups from settings: parses every template and puts those that name the same group together. Stateless.</summary>
internal static class OutputGroups
{
    // Of a group with a reload command, unless the settings say otherwise.
    private const int UsualVersions = 3;

    /// <summary>The groups in the order in which the settings first mention them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timeProvider">The groups' clock.</param>
    /// <param name="sources">Takes note of the files that templates are read from; null when nobody wants to know.</param>
    /// <exception cref="TemplateException">Every error of every template.</exception>
    public static IReadOnlyList<OutputGroup> Create(Settings.Settings settings, TimeProvider timeProvider, SourceFiles? sources = null)
    {
        var loader = new TemplateLoader(settings, timeProvider, sources);
        var claims = settings.Template.Any(template => template.ForEach is not null)
            ? new FileClaims(settings.Template.Where(template => template.ForEach is null).Select(template => Path.GetFullPath(template.Destination)))
            : null;
        var errors = new List<TemplateError>();
        var files = new List<(TemplateSettings Settings, OutputFile? File)>();
        foreach (var template in settings.Template)
        {
            try
            {
                files.Add((template, CreateFile(template.Over(settings), settings.Limits, loader.Load(template), claims, timeProvider)));
            }
            catch (TemplateException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }

        if (errors.Count > 0)
        {
            throw new TemplateException([.. errors.DistinctBy(error => (error.Position, error.Message))]);
        }

        // A list and no Select(...), which native code would have to look up at each start (docs/decisions/0007).
        return
        [
            .. files.GroupBy(file => (file.Settings.OutputGroup, Alone: file.Settings.OutputGroup is null ? file.Settings.Destination : null))
                .ToList().ConvertAll(group => new OutputGroup(
                    group.Key.OutputGroup ?? group.Key.Alone!,
                    [.. group.Select(file => file.File!)],
                    new GroupTiming(
                        Longest(group.Select(file => file.Settings.Wait ?? settings.Wait)),
                        group.Max(file => file.Settings.MinReloadInterval),
                        group.Max(file => file.Settings.Splay)),
                    timeProvider)
                {
                    IsNamed = group.Key.OutputGroup is not null,
                    FailsOnAbsent = settings.ErrOnFailedLookup,
                    VersionsToKeep = group.Max(file => file.Settings.KeepVersions) ?? (group.Any(file => file.Settings.Command is not null) ? UsualVersions : 0),
                }),
        ];
    }

    private static OutputFile CreateFile(TemplateSettings settings, LimitSettings? common, Template template, FileClaims? claims, TimeProvider timeProvider) =>
        new(
            template,
            new Destination(
                settings.Destination,
                new FilePermissions(settings.Perms, settings.User, settings.Group),
                settings.CreateDestDirs,
                settings.Backup),
            new Guard(settings, LimitSettings.Merge(settings.Limits, common).PatternSteps),
            settings.Check is { } check ? new ExternalCommand(check, settings.CheckTimeout, timeProvider, settings.Exec) : null,
            settings.Command is { } command ? new ExternalCommand(command, settings.CommandTimeout, timeProvider, settings.Exec) : null)
        {
            IsErrorFatal = settings.ErrorFatal ?? true,
            Items = settings.ForEach is null ? null : new ItemFiles(settings, template.DestinationPrefix, claims!),
        };

    private static QuiescencePeriod Longest(IEnumerable<QuiescencePeriod> periods) =>
        periods.Aggregate(QuiescencePeriod.None, (longest, period) => period.Minimum > longest.Minimum ? period : longest);
}
