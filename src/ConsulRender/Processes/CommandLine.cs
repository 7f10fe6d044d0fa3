namespace ConsulRender.Processes;

/// <summary>A command as the settings wrote it: a program with arguments, or a line for the shell; immutable.</summary>
public sealed class CommandLine : IEquatable<CommandLine>
{
    /// <summary>What stands for the staged file in a check command.</summary>
    public const string PathPlaceholder = "{path}";

    /// <summary>What stands for all files of the group in a check command.</summary>
    public const string PathsPlaceholder = "{paths}";

    private readonly string[] _words;

    private CommandLine(string[] words, bool isShell)
    {
        _words = words;
        IsShell = isShell;
    }

    /// <summary>Whether <c>/bin/sh -c</c> runs it: a single string with blanks in the settings.</summary>
    public bool IsShell { get; }

    /// <summary>Whether it mentions the staged file, or all of them.</summary>
    public bool HasPath => Array.Exists(_words, word => word.Contains(PathPlaceholder, StringComparison.Ordinal) || word.Contains(PathsPlaceholder, StringComparison.Ordinal));

    /// <summary>Whether it asks for all files where only one argument is.</summary>
    public bool HasPathsWithinWord => !IsShell && Array.Exists(_words, word => word != PathsPlaceholder && word.Contains(PathsPlaceholder, StringComparison.Ordinal));

    /// <summary>A string with blanks is the shell's, one without is a program.</summary>
    public static CommandLine FromText(string text) => new([text.Trim()], text.Trim().Any(char.IsWhiteSpace));

    /// <summary>A program and its arguments, run without a shell.</summary>
    public static CommandLine FromWords(IEnumerable<string> words) => new([.. words], isShell: false);

    /// <summary>The program and its arguments, with the staged file put in; quoted where the shell reads it.</summary>
    /// <param name="stagedPath">What stands for <c>{path}</c>; null where nothing does.</param>
    /// <param name="paths">What stands for <c>{paths}</c>, an argument each; null where nothing does.</param>
    public IReadOnlyList<string> Arguments(string? stagedPath, IReadOnlyList<string>? paths = null)
    {
        var path = stagedPath ?? PathPlaceholder;
        paths ??= [PathsPlaceholder];
        return IsShell
            ? ["/bin/sh", "-c", With(PathsPlaceholder, string.Join(' ', paths.Select(ShellQuote)), With(PathPlaceholder, ShellQuote(path), _words[0]))]
            : [.. _words.SelectMany(word => word == PathsPlaceholder ? paths : [word.Replace(PathPlaceholder, path, StringComparison.Ordinal)])];
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
    private static string With(string placeholder, string quoted, string line) =>
        line.Replace($"\"{placeholder}\"", quoted, StringComparison.Ordinal)
            .Replace($"'{placeholder}'", quoted, StringComparison.Ordinal)
            .Replace(placeholder, quoted, StringComparison.Ordinal);

    private static string ShellQuote(string text) =>
        $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
