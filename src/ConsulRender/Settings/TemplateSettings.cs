using System.Text.Json;
using ConsulRender.Processes;
using ConsulRender.Templating;
using ConsulRender.Timing;

namespace ConsulRender.Settings;

/// <summary>One template, as the settings file spells it.</summary>
public sealed record TemplateSettings
{
    /// <summary>The template's file. Either this or <see cref="Contents"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The template's text.</summary>
    public string? Contents { get; init; }

    /// <summary>The file to keep up to date.</summary>
    public string Destination { get; init; } = "";

    /// <summary>Whether missing directories of the destination are made. Default true.</summary>
    public bool CreateDestDirs { get; init; } = true;

    /// <summary>The file's mode, octal. Default: what the old file has, or 0644.</summary>
    public UnixFileMode? Perms { get; init; }

    /// <summary>The file's user, by name or number. Default: the old file's.</summary>
    public string? User { get; init; }

    /// <summary>The file's group, by name or number. Default: the old file's.</summary>
    public string? Group { get; init; }

    /// <summary>Templates naming the same output group change together, with one reload. Default: each is a group of its own.</summary>
    public string? OutputGroup { get; init; }

    /// <summary>Judges the staged file, which stands for <c>{path}</c>, before it is swapped in. Default: nobody does.</summary>
    public CommandLine? Check { get; init; }

    /// <summary>How long the check may take. Default 30 s.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The reload command, run after the file has changed. Default: none.</summary>
    public CommandLine? Command { get; init; }

    /// <summary>How long the reload command may take. Default 30 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a change waits for quiet. Default: the wait of the whole settings.</summary>
    public QuiescencePeriod? Wait { get; init; }

    /// <summary>Whether an output without text may replace the file. Default false.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Whether an undefined variable, member or index is an error. Default true; otherwise it is nil.</summary>
    public bool ErrorOnMissingKey { get; init; } = true;

    /// <summary>Whether a failure of the template fails <c>-once</c>; a daemon lives on in any case. Default: the whole settings' word, else true.</summary>
    public bool? ErrorFatal { get; init; }

    /// <summary>Whether printing a value with a line break that is not the template's own is an error. Default false.</summary>
    public bool RejectNewlines { get; init; }

    /// <summary>How far this template may go. Default: the limits of the whole settings.</summary>
    public LimitSettings? Limits { get; init; }

    /// <summary>Whether the previous file is kept as <c>DESTINATION.bak</c>. Default false.</summary>
    public bool Backup { get; init; }

    /// <summary>What begins and ends an output and a tag. Default: those of the whole settings.</summary>
    public DelimiterSettings Delimiters { get; init; } = new();

    /// <summary>Globs of names of functions and filters that the template may not use. Default none.</summary>
    public IReadOnlyList<string> FunctionDenylist { get; init; } = [];

    /// <summary>The only folder that the template may read files and partials from. Default: everywhere.</summary>
    public string? SandboxPath { get; init; }

    /// <summary>What the template reads as <c>vars</c>, over those of the whole settings.</summary>
    public JsonElement Vars { get; init; }

    /// <summary>A Liquid expression whose items make a file each, <c>item</c> in destination and text. Default: one file.</summary>
    public string? ForEach { get; init; }

    /// <summary>How the check and the reload command are run beside their timeouts.</summary>
    public CommandSettings Exec { get; init; } = new();

    /// <summary>The least time between two reloads of the group. Default 0.</summary>
    public TimeSpan MinReloadInterval { get; init; }

    /// <summary>The longest random time that a change of the group is put off, so that hosts do not reload together. Default 0.</summary>
    public TimeSpan Splay { get; init; }

    /// <summary>How many earlier versions of the group's files are kept for a rollback, at most <see cref="MostVersions"/>; of several templates the highest counts. Default: 3 with a reload command, else 0.</summary>
    public int? KeepVersions { get; init; }

    /// <summary>Which changes are suspicious, beside an output without text. Default: none is.</summary>
    public GuardSettings? Guard { get; init; }

    /// <summary>The most versions that can be kept.</summary>
    internal const int MostVersions = 100;

    /// <summary>The template with what the whole settings say where it says nothing itself.</summary>
    internal TemplateSettings Over(Settings settings) => this with
    {
        ErrorFatal = ErrorFatal ?? settings.TemplateErrorFatal,
        Delimiters = new DelimiterSettings { Left = Delimiters.Left ?? settings.DefaultDelimiters.Left, Right = Delimiters.Right ?? settings.DefaultDelimiters.Right },
    };

    /// <summary>The globs of <see cref="FunctionDenylist"/> that are none.</summary>
    internal IEnumerable<(string Key, string Message)> DenylistProblems()
    {
        for (var index = 0; index < FunctionDenylist.Count; index++)
        {
            if (!GoGlob.IsValid(FunctionDenylist[index]))
            {
                yield return ($".function_denylist[{index}]", DenylistProblem(FunctionDenylist[index]));
            }
        }
    }

    /// <summary>What is said about such a glob.</summary>
    internal static string DenylistProblem(string pattern) => $"\"function_denylist\": '{pattern}' is no pattern; close its bracket, or write \\\\ for a backslash";
}
