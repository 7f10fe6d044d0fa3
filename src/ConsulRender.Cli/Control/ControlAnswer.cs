using System.Globalization;

namespace ConsulRender.Cli.Control;

/// <summary>What the daemon answers to one request: how the asking command ends, and what it prints; immutable.</summary>
/// <param name="Code">The exit code of the command.</param>
/// <param name="Text">What it prints.</param>
/// <param name="IsError">Whether the text is a problem, for standard error.</param>
internal sealed record ControlAnswer(ExitCode Code, string Text, bool IsError = false)
{
    /// <summary>A problem in one or several lines.</summary>
    public static ControlAnswer Problem(ExitCode code, string problem) => new(code, problem, IsError: true);

    /// <summary>The answer as it goes over the socket: code and kind in the first line, then the text.</summary>
    public string Encode() => string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {(IsError ? "error" : "output")}\n{Text}");

    /// <summary>The answer that came over the socket; null when it is none.</summary>
    public static ControlAnswer? Decode(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end > 0
            && text[..end].Split(' ') is [var code, ("error" or "output") and var kind]
            && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ControlAnswer((ExitCode)number, text[(end + 1)..], kind == "error")
            : null;
    }
}
