using System.Text.Json;
using ConsulRender.Findings;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings;

/// <summary>Reads a settings file into <see cref="Settings"/>, or says with file, line and column why it cannot. Stateless.</summary>
public static class SettingsFile
{
    private const string NotUnicode = "this text is not Unicode: it holds half a character, such as \\ud83d alone, or bytes that are not UTF-8";

    /// <summary>Reads and validates one JSON file.</summary>
    /// <exception cref="SettingsException">It cannot be read, is not JSON, or has a key or value that is not known.</exception>
    public static Settings Read(string path)
    {
        var bytes = ReadBytes(path, out var problem) ?? throw new SettingsException([$"{path}: {problem}"]);
        var findings = new List<Finding>();
        var settings = Parse(path, bytes, findings);
        return findings.Count == 0 ? settings! : throw new SettingsException([.. findings.Select(finding => $"{finding.Position}: {finding.Message}")]);
    }

    /// <summary>The same for one who goes on after problems, which are added to the findings; null when nothing can be made of the file.</summary>
    internal static Settings? Examine(string path, List<Finding> findings)
    {
        if (ReadBytes(path, out var problem) is { } bytes)
        {
            return Parse(path, bytes, findings);
        }

        findings.Add(InvalidSettings.At(new SourcePosition(path, 1, 1), problem));
        return null;
    }

    private static Settings? Parse(string path, byte[] bytes, List<Finding> findings)
    {
        if (JsonPlaces.BrokenText(bytes) is var (line, column))
        {
            findings.Add(InvalidSettings.At(new SourcePosition(path, line, column), NotUnicode));
            return null;
        }

        try
        {
            var settings = JsonSerializer.Deserialize(bytes, SettingsJson.Default.Settings);
            var problems = settings is null ? [new SettingsProblem("$", JsonProblem.NoObject)] : SettingsRules.Problems(settings);
            findings.AddRange(problems.Select(problem => Describe(path, bytes, problem)));
            return settings;
        }
        catch (JsonException exception)
        {
            findings.Add(JsonProblem.Describe(path, bytes, exception));
            return null;
        }
    }

    private static byte[]? ReadBytes(string path, out string problem)
    {
        try
        {
            problem = "";

            // Some editors begin a file with a byte-order mark, which JSON forbids and everybody ignores.
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a directory"
                : exception.Message;
            problem = $"cannot read the settings: {reason}";
            return null;
        }
    }

    private static Finding Describe(string path, byte[] bytes, SettingsProblem problem)
    {
        var (line, column) = JsonPlaces.Find(bytes, problem.JsonPath);
        return new Finding(new SourcePosition(path, line, column), FindingSeverity.Error, problem.Rule, problem.Message);
    }
}
