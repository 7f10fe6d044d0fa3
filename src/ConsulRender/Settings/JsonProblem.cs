using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConsulRender.Settings;

/// <summary>Turns the deserializer's exceptions into one line that says where, what and what to do. Stateless.</summary>
internal static class JsonProblem
{
    /// <summary>One line of the form <c>file:line:column: message</c>.</summary>
    public static string Describe(string file, byte[] json, JsonException exception)
    {
        var path = exception.Path ?? "$";
        var (line, column) = IsSyntaxError(json, out var syntax)
            ? ((int)(syntax!.LineNumber ?? 0) + 1, (int)(syntax.BytePositionInLine ?? 0) + 1)
            : JsonPlaces.Find(json, path);
        return $"{file}:{line}:{column}: {Message(syntax, path, exception)}";
    }

    private static string Message(JsonException? syntax, string path, JsonException exception)
    {
        if (syntax is not null)
        {
            return $"not valid JSON: {FirstSentence(syntax.Message)}";
        }

        var name = path[(path.LastIndexOf('.') + 1)..];
        if (exception.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"unknown key \"{name}\"{Suggestion(path, name)}";
        }

        return exception.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase)
            ? $"the key \"{name}\" stands here twice"
            : $"\"{name}\": {FirstSentence(exception.Message)}";
    }

    private static string Suggestion(string path, string name)
    {
        JsonTypeInfo type = path.StartsWith("$.template", StringComparison.Ordinal) && path.LastIndexOf('.') > 1 ? SettingsJson.Default.TemplateSettings
            : path.StartsWith("$.consul.", StringComparison.Ordinal) ? SettingsJson.Default.ConsulSettings
            : SettingsJson.Default.Settings;
        var known = type.Properties.Select(property => property.Name).ToList();
        return Spelling.Nearest(name, known) is { } nearest
            ? $"; did you mean \"{nearest}\"?"
            : $"; the keys here are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        end = end < 0 ? message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    // The deserializer reports a syntax error like any other; reading the tokens alone tells the two apart.
    private static bool IsSyntaxError(byte[] json, out JsonException? problem)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        problem = null;
        try
        {
            while (reader.Read())
            {
                // Only whether it can be read matters.
            }
        }
        catch (JsonException exception)
        {
            problem = exception;
        }

        return problem is not null;
    }
}
