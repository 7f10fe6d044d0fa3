using System.Text.Json;
using System.Text.Json.Serialization;
using ConsulRender.Templating;

namespace ConsulRender.Settings;

/// <summary>One template, as the settings file spells it.</summary>
public sealed record TemplateSettings
{
    /// <summary>The template's file. Either this or <see cref="Contents"/>.</summary>
    [JsonInclude]
    public string? Source { get; internal set; }

    /// <summary>The template's text.</summary>
    [JsonInclude]
    public string? Contents { get; internal set; }

    /// <summary>The file to keep up to date.</summary>
    [JsonInclude]
    public string Destination { get; internal set; } = "";

    /// <summary>Whether missing directories of the destination are made. Default true.</summary>
    [JsonInclude]
    public bool CreateDestDirs { get; internal set; } = true;

    /// <summary>The file's mode, octal. Default: what the old file has, or 0644.</summary>
    [JsonInclude]
    public UnixFileMode? Perms { get; internal set; }

    /// <summary>The file's user, by name or number. Default: the old file's.</summary>
    [JsonInclude]
    public string? User { get; internal set; }

    /// <summary>The file's group, by name or number. Default: the old file's.</summary>
    [JsonInclude]
    public string? Group { get; internal set; }

    /// <summary>Templates naming the same output group change together, with one reload. Default: each is a group of its own.</summary>
    [JsonInclude]
    public string? OutputGroup { get; internal set; }

    /// <summary>Judges the staged file, which stands for <c>{path}</c>, before it is swapped in. Default: nobody does.</summary>
    [JsonInclude]
    public CommandLine? Check { get; internal set; }

    /// <summary>How long the check may take. Default 30 s.</summary>
    [JsonInclude]
    public TimeSpan CheckTimeout { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>The reload command, run after the file has changed. Default: none.</summary>
    [JsonInclude]
    public CommandLine? Command { get; internal set; }

    /// <summary>How long the reload command may take. Default 30 s.</summary>
    [JsonInclude]
    public TimeSpan CommandTimeout { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a change waits for quiet. Default: the wait of the whole settings.</summary>
    [JsonInclude]
    public QuiescencePeriod? Wait { get; internal set; }

    /// <summary>Whether an output without text may replace the file. Default false.</summary>
    [JsonInclude]
    public bool AllowEmpty { get; internal set; }

    /// <summary>Whether an undefined variable, member or index is an error. Default true; otherwise it is nil.</summary>
    [JsonInclude]
    public bool ErrorOnMissingKey { get; internal set; } = true;

    /// <summary>Whether printing a value with a line break that is not the template's own is an error. Default false.</summary>
    [JsonInclude]
    public bool RejectNewlines { get; internal set; }

    /// <summary>How far this template may go. Default: the limits of the whole settings.</summary>
    [JsonInclude]
    public LimitSettings? Limits { get; internal set; }

    /// <summary>Whether the previous file is kept as <c>DESTINATION.bak</c>. Default false.</summary>
    [JsonIgnore]
    public bool Backup { get; internal set; }

    /// <summary>What begins and ends an output and a tag. Default: those of the whole settings.</summary>
    [JsonIgnore]
    public DelimiterSettings Delimiters { get; init; } = new();

    /// <summary>Globs of names of functions and filters that the template may not use. Default none.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FunctionDenylist { get; init; } = [];

    /// <summary>The only folder that the template may read files and partials from. Default: everywhere.</summary>
    [JsonIgnore]
    public string? SandboxPath { get; internal set; }

    /// <summary>What the template reads as <c>vars</c>, over those of the whole settings.</summary>
    [JsonIgnore]
    public JsonElement Vars { get; internal set; }

    /// <summary>A Liquid expression whose items make a file each, <c>item</c> in destination and text. Default: one file.</summary>
    [JsonIgnore]
    public string? ForEach { get; internal set; }

    /// <summary>How the reload command is run beside its timeout.</summary>
    [JsonIgnore]
    public CommandSettings Exec { get; init; } = new();

    /// <summary>The least time between two reloads of the group. Default 0.</summary>
    [JsonIgnore]
    public TimeSpan MinReloadInterval { get; internal set; }

    /// <summary>The longest random time that a change of the group is put off, so that hosts do not reload together. Default 0.</summary>
    [JsonIgnore]
    public TimeSpan Splay { get; internal set; }

    /// <summary>Whether <c>-once</c> fails when the template cannot be rendered; the daemon goes on either way. Default: what the whole settings say.</summary>
    [JsonIgnore]
    public bool? ErrorFatal { get; init; }

    /// <summary>The globs of <see cref="FunctionDenylist"/> that are none.</summary>
    internal IEnumerable<(string Key, string Message)> DenylistProblems()
    {
        for (var index = 0; index < FunctionDenylist.Count; index++)
        {
            if (!NameGlob.IsValid(FunctionDenylist[index]))
            {
                yield return ($".function_denylist[{index}]", DenylistProblem(FunctionDenylist[index]));
            }
        }
    }

    /// <summary>What is said about such a glob.</summary>
    internal static string DenylistProblem(string pattern) => $"\"function_denylist\": '{pattern}' is no pattern; close its bracket, or write \\\\ for a backslash";

    /// <summary>The template of a flag <c>SOURCE:DESTINATION[:COMMAND]</c>; null when the text is not that.</summary>
    public static TemplateSettings? Parse(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            return null;
        }

        return new TemplateSettings
        {
            Source = parts[0],
            Destination = parts[1],
            Command = parts.Length == 3 && parts[2].Trim().Length > 0 ? CommandLine.FromText(parts[2]) : null,
        };
    }
}
