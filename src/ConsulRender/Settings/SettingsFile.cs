using System.Text.Json;

namespace ConsulRender.Settings;

/// <summary>Reads a settings file into <see cref="Settings"/>, or says with file, line and column why it cannot. Stateless.</summary>
public static class SettingsFile
{
    /// <summary>Reads and validates one JSON file.</summary>
    /// <exception cref="SettingsException">It cannot be read, is not JSON, or has a key or value that is not known.</exception>
    public static Settings Read(string path)
    {
        var bytes = ReadBytes(path);
        if (JsonPlaces.BrokenText(bytes) is var (line, column))
        {
            throw new SettingsException([$"{path}:{line}:{column}: this text is not Unicode: it holds half a character, such as \\ud83d alone, or bytes that are not UTF-8"]);
        }

        try
        {
            var settings = JsonSerializer.Deserialize(bytes, SettingsJson.Default.Settings)
                ?? throw new SettingsException([Describe(path, bytes, new SettingsProblem("$", JsonProblem.NoObject))]);
            var problems = SettingsRules.Problems(settings).Select(problem => Describe(path, bytes, problem)).ToList();
            return problems.Count == 0 ? settings : throw new SettingsException(problems);
        }
        catch (JsonException exception)
        {
            throw new SettingsException([JsonProblem.Describe(path, bytes, exception)]);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            // Some editors begin a file with a byte-order mark, which JSON forbids and everybody ignores.
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a directory"
                : exception.Message;
            throw new SettingsException([$"{path}: cannot read the settings: {reason}"]);
        }
    }

    private static string Describe(string path, byte[] bytes, SettingsProblem problem)
    {
        var (line, column) = JsonPlaces.Find(bytes, problem.JsonPath);
        return $"{path}:{line}:{column}: {problem.Message}";
    }
}
