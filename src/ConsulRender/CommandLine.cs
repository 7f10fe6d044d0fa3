namespace ConsulRender;

/// <summary>A command as the settings wrote it: a program with arguments, or a line for the shell; immutable.</summary>
public sealed class CommandLine : IEquatable<CommandLine>
{
    /// <summary>What stands for the staged file in a check command.</summary>
    public const string PathPlaceholder = "{path}";

    private readonly string[] _words;

    private CommandLine(string[] words, bool isShell)
    {
        _words = words;
        IsShell = isShell;
    }

    /// <summary>Whether <c>/bin/sh -c</c> runs it: a single string with blanks in the settings.</summary>
    public bool IsShell { get; }

    /// <summary>Whether it mentions the staged file.</summary>
    public bool HasPath => Array.Exists(_words, word => word.Contains(PathPlaceholder, StringComparison.Ordinal));

    /// <summary>A string with blanks is the shell's, one without is a program.</summary>
    public static CommandLine FromText(string text) => new([text.Trim()], text.Trim().Any(char.IsWhiteSpace));

    /// <summary>A program and its arguments, run without a shell.</summary>
    public static CommandLine FromWords(IEnumerable<string> words) => new([.. words], isShell: false);

    /// <summary>The program and its arguments, with the staged file put in; quoted where the shell reads it.</summary>
    public IReadOnlyList<string> Arguments(string? stagedPath)
    {
        var path = stagedPath ?? PathPlaceholder;
        return IsShell
            ? ["/bin/sh", "-c", WithPath(_words[0], ShellQuote(path))]
            : [.. _words.Select(word => word.Replace(PathPlaceholder, path, StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public bool Equals(CommandLine? other) => other is not null && IsShell == other.IsShell && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CommandLine);

    /// <inheritdoc/>
    public override int GetHashCode() => string.Join(' ', _words).GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _words);

    // Whoever writes {path} in quotes means the same; quotes within quotes would end them, or become part of the name.
    private static string WithPath(string line, string quotedPath) =>
        line.Replace($"\"{PathPlaceholder}\"", quotedPath, StringComparison.Ordinal)
            .Replace($"'{PathPlaceholder}'", quotedPath, StringComparison.Ordinal)
            .Replace(PathPlaceholder, quotedPath, StringComparison.Ordinal);

    private static string ShellQuote(string text) =>
        $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
