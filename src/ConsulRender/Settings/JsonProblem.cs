using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConsulRender.Findings;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings;

/// <summary>Turns the deserializer's exceptions into findings that say where, what and what to do. Stateless.</summary>
internal static class JsonProblem
{
    /// <summary>What is wrong with a file that holds JSON, but not an object.</summary>
    public const string NoObject = "the file must hold one object: { \"template\": ... }";

    /// <summary>What is wrong, and where.</summary>
    public static Finding Describe(string file, byte[] json, JsonException exception)
    {
        var path = exception.Path ?? "$";
        var (line, column) = IsSyntaxError(json, out var syntax, out var isFirst)
            ? JsonPlaces.At(json, (int)(syntax!.LineNumber ?? 0), (int)(syntax.BytePositionInLine ?? 0))
            : JsonPlaces.Find(json, path);
        return InvalidSettings.At(
            new SourcePosition(file, line, column),
            syntax is null ? Message(path, exception.Message) : SyntaxMessage(syntax.Message, isFirst));
    }

    private static string Message(string path, string message)
    {
        var (parent, name) = Split(path);
        return message switch
        {
            _ when Says(message, "could not be mapped") => $"unknown key \"{name}\"{Suggestion(parent, name)}",
            _ when Says(message, "Duplicate") => $"the key \"{name}\" stands here twice",
            _ when Says(message, "null values") => $"\"{name}\" must not be null",
            _ when Says(message, "could not be converted") && name == "$" => NoObject,
            _ when Says(message, "could not be converted") => $"\"{name}\" must be {Expected(message)}",
            _ => $"\"{name}\": {FirstSentence(message)}",
        };
    }

    // The deserializer names .NET types, which nobody who writes settings knows.
    private static string Expected(string message) =>
        Says(message, "Dictionary`2") ? "an object"
        : Says(message, "List`1[System.String]") || Says(message, "template_dirs") ? "a list of strings"
        : Says(message, "System.String") ? "a string"
        : Says(message, "System.Boolean") ? "true or false"
        : Says(message, "System.Int64") ? "a whole number"
        : "an object";

    private static string SyntaxMessage(string message, bool isFirst) => "not valid JSON: " + message switch
    {
        _ when Says(message, "does not contain any JSON tokens") => "there is nothing in the file",

        // HCL begins with the name of a key or with a comment of its own.
        _ when isFirst && (char.IsAsciiLetter(message[1]) || message[1] == '#') => "a file in HCL has to be rewritten as JSON",

        // The platform quotes the whole rest of the file, and there may be a token in it.
        _ when Says(message, "invalid JSON literal") => "only true, false, null and numbers stand without quotes",
        _ => FirstSentence(message),
    };

    private static string Suggestion(string parent, string name)
    {
        JsonTypeInfo type = parent switch
        {
            "$" => SettingsJson.Default.Settings,
            "$.consul" => SettingsJson.Default.ConsulSettings,
            _ when parent.StartsWith("$.agents.", StringComparison.Ordinal) => OfAgent(parent),
            "$.consul.ssl" => SettingsJson.Default.SslSettings,
            "$.consul.auth" => SettingsJson.Default.AuthSettings,
            _ when parent.EndsWith(".limits", StringComparison.Ordinal) => SettingsJson.Default.LimitSettings,
            _ => SettingsJson.Default.TemplateSettings,
        };
        var known = type.Properties.Select(property => property.Name).ToList();
        return Spelling.Nearest(name, known) is { } nearest
            ? $"; did you mean \"{nearest}\"?"
            : $"; the keys here are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    // An agent may be called "ssl".
    private static JsonTypeInfo OfAgent(string parent) => parent["$.agents.".Length..].Split('.') switch
    {
        [_, .., "ssl"] => SettingsJson.Default.SslSettings,
        [_, .., "auth"] => SettingsJson.Default.AuthSettings,
        _ => SettingsJson.Default.ConsulSettings,
    };

    // "$.consul.address" and "$.consul['a.b']" end in a name, "$.template_dirs[1]" in a place within a named list.
    private static (string Parent, string Name) Split(string path)
    {
        if (path.EndsWith("']", StringComparison.Ordinal))
        {
            var quoted = path.LastIndexOf("['", StringComparison.Ordinal);
            return (path[..quoted], path[(quoted + 2)..^2]);
        }

        var named = path.EndsWith(']') ? path[..path.LastIndexOf('[')] : path;
        var dot = named.LastIndexOf('.');
        return dot < 0 ? ("", named) : (named[..dot], named[(dot + 1)..]);
    }

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        end = end < 0 ? message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    // The deserializer reports a syntax error like any other; reading the tokens alone tells the two apart.
    private static bool IsSyntaxError(byte[] json, out JsonException? problem, out bool isFirst)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        (problem, isFirst) = (null, true);
        try
        {
            while (reader.Read())
            {
                isFirst = false;
            }
        }
        catch (JsonException exception)
        {
            problem = exception;
        }

        return problem is not null;
    }
}
