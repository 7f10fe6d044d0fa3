using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Processes;
using ConsulRender.Settings.Tree;
using ConsulRender.Timing;

namespace ConsulRender.Settings.Reading;

/// <summary>The kinds of values that settings have beside the plain ones. Stateless.</summary>
internal static class SettingsValues
{
    private const int HighestMode = 0xFFF;

    // A number above this has bits that nobody sets by accident, or is 644 without its zero.
    private const int HighestPlainMode = 0x1FF;

    /// <summary>A file mode: octal digits in quotes, or HCL's octal number; 0 says nothing, as with consul-template.</summary>
    public static UnixFileMode? Mode(this Section section, string name)
    {
        if (section.Find(name) is { Value: SettingsNumber { IsOctal: false } number } member && IsDoubtful(number.Literal, out var mode))
        {
            section.Problems.Add(member.Origin, $"\"{name}\": {number.Literal} may be meant in octal or in decimal digits; write \"0{number.Literal}\" or \"0{Convert.ToString(mode, 8)}\"");
            return null;
        }

        return section.Parsed(name, ParseMode, ": not a file mode; write octal digits in quotes, like \"0644\"") is { Value: not UnixFileMode.None } read ? read.Value : null;
    }

    // Only HCL has octal numbers; and who leaves out the zero in front of 0400 would open a file to others.
    private static bool IsDoubtful(string literal, out int mode) =>
        int.TryParse(literal, out mode) && mode is > 7 and <= HighestPlainMode && !literal.AsSpan().ContainsAnyExceptInRange('0', '7');

    /// <summary>A command: a string, or a list of a program and its arguments.</summary>
    public static CommandLine? Command(this Section section, string name) =>
        section.Parsed(name, ParseCommand, ": not a command; write a string, or a list of strings with the program first");

    /// <summary>A text that is never printed.</summary>
    public static Secret? Secret(this Section section, string name) => section.Parsed(name, value => value is SettingsText text ? new Secret(text.Value) : null, ": not a string");

    /// <summary>A wait.</summary>
    public static QuiescencePeriod? Wait(this Section section, string name) => section.Parsed(
        name,
        ParseWait,
        ": not a wait; write \"5s:20s\" or { \"min\": \"5s\", \"max\": \"20s\" }, the maximum not below the minimum");

    /// <summary>A signal; an empty text is none.</summary>
    public static SignalName? Signal(this Section section, string name, SignalName? otherwise)
    {
        if (section.Find(name) is not { } member)
        {
            return otherwise;
        }

        if (member.Value is SettingsText { Value: "" })
        {
            return null;
        }

        if ((member.Value as SettingsText)?.Value is { } text && SignalName.Parse(text) is { } signal)
        {
            return signal;
        }

        section.Problems.Add(member.Origin, $"\"{name}\": not a signal; write one like \"SIGHUP\"");
        return otherwise;
    }

    /// <summary>A severity of log lines.</summary>
    public static LogSeverity? Severity(this Section section, string name) => section.Parsed(
        name,
        value => value is SettingsText text && LogSeverityNames.Parse(text.Value) is { } severity ? new Boxed<LogSeverity>(severity) : null,
        ": not a log level; write \"trace\", \"debug\", \"info\", \"warn\" or \"err\"")?.Value;

    /// <summary>Any value, as templates see it.</summary>
    public static JsonElement Json(this Section section, string name)
    {
        if (section.Find(name) is not { } member)
        {
            return default;
        }

        if (member.Value is not SettingsObject)
        {
            section.Problems.Add(member.Origin, $"\"{name}\" must be an object");
            return default;
        }

        using var document = JsonDocument.Parse(SettingsTree.ToJson(member.Value));
        return document.RootElement.Clone();
    }

    private static Boxed<UnixFileMode>? ParseMode(SettingsNode value) => value switch
    {
        SettingsNumber number when int.TryParse(number.Literal, out var mode) && mode is >= 0 and <= HighestPlainMode => new((UnixFileMode)mode),
        SettingsText { Value: { Length: > 0 and <= 5 } text } when !text.AsSpan().ContainsAnyExceptInRange('0', '7') && Convert.ToInt32(text, 8) <= HighestMode =>
            new((UnixFileMode)Convert.ToInt32(text, 8)),
        _ => null,
    };

    // One text in a list is what consul-template makes of one text alone, and reads in the same way.
    private static CommandLine? ParseCommand(SettingsNode value) => value switch
    {
        // No program can be given one.
        SettingsText text when SettingsRules.HasNull(text.Value) => null,
        SettingsList list when list.Items.Any(item => item is SettingsText text && SettingsRules.HasNull(text.Value)) => null,
        SettingsText text => text.Value.Trim().Length > 0 ? CommandLine.FromText(text.Value) : null,
        SettingsList { Items: [SettingsText single] } => single.Value.Trim().Length > 0 ? CommandLine.FromText(single.Value) : null,
        SettingsList { Items: [SettingsText { Value.Length: > 0 }, ..] } list when list.Items.All(item => item is SettingsText) =>
            CommandLine.FromWords(list.Items.Cast<SettingsText>().Select(word => word.Value)),
        _ => null,
    };

    private static QuiescencePeriod? ParseWait(SettingsNode value) => value switch
    {
        SettingsText text => QuiescencePeriod.Parse(text.Value),
        SettingsObject { Members: var members } node when members.All(member => member.Name is "min" or "max" or "enabled" or "bool") => ParseWait(node),
        _ => null,
    };

    private static QuiescencePeriod? ParseWait(SettingsObject wait)
    {
        // consul-template's own name of the switch is "bool", by mistake.
        var enabled = wait["enabled"] ?? wait["bool"];
        var (minimum, maximum) = (wait["min"], wait["max"]);
        return enabled is not (null or SettingsSwitch) || minimum is not (null or SettingsText) || maximum is not (null or SettingsText) ? null
            : enabled is SettingsSwitch { Value: false } ? QuiescencePeriod.None
            : QuiescencePeriod.Parse((minimum, maximum) switch
            {
                (SettingsText least, SettingsText most) => $"{least.Value}:{most.Value}",
                (SettingsText least, _) => least.Value,
                _ => "",
            });
    }

    /// <summary>A value where there may be none.</summary>
    private sealed record Boxed<T>(T Value);
}
