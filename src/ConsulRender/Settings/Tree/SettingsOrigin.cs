using ConsulRender.Templating;

namespace ConsulRender.Settings.Tree;

/// <summary>Where a setting was said: a place in a file, a flag or an environment variable; immutable.</summary>
/// <param name="Source">The file as the operator named it, <c>flag -wait</c>, or the variable's name.</param>
/// <param name="Line">The line in the file, from 1; 0 when it is not a file.</param>
/// <param name="Column">The column, from 1, counted as editors count; 0 when it is not a file.</param>
public sealed record SettingsOrigin(string Source, int Line = 0, int Column = 0)
{
    /// <summary><c>FILE:LINE:COLUMN</c>, or the flag or variable.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";

    /// <summary>The same for a finding; its line is 0 when it is not a file.</summary>
    internal SourcePosition ToPosition() => new(Source, Line, Column);
}
