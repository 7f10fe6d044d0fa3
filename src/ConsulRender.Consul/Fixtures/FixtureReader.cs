using System.Globalization;
using System.Text.Json;

namespace ConsulRender.Consul.Fixtures;

/// <summary>Reads a fixture's JSON token by token and complains with the position; owned by one load.</summary>
internal ref struct FixtureReader(FixtureText text)
{
    private Utf8JsonReader _json = new(text.Json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });

    /// <summary>Where the last token starts.</summary>
    internal readonly long Offset => _json.TokenStartIndex;

    /// <summary>A complaint about the last token.</summary>
    internal readonly FixtureException Fail(string message) => text.Fail(Offset, message);

    /// <summary>A complaint about an earlier one.</summary>
    internal readonly FixtureException Fail(long offset, string message) => text.Fail(offset, message);

    /// <summary>Steps into an object.</summary>
    internal void EnterObject(string what) => Expect(JsonTokenType.StartObject, what, "an object in { }");

    /// <summary>Steps into a list.</summary>
    internal void EnterArray(string what) => Expect(JsonTokenType.StartArray, what, "a list in [ ]");

    /// <summary>Steps onto the next member and gives its name; false at the object's end.</summary>
    internal bool NextMember(out string name)
    {
        _json.Read();
        name = _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() ?? "" : "";
        return _json.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Steps onto the next item; false at the list's end. The item is the last token then, so it is not read again.</summary>
    internal bool NextItem()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Reads a text.</summary>
    internal string Text(string what)
    {
        Expect(JsonTokenType.String, what, "a text in quotes");
        return _json.GetString() ?? "";
    }

    /// <summary>The item that the reader stands on as a text.</summary>
    internal readonly string ItemText(string what)
    {
        Demand(JsonTokenType.String, what, "a text in quotes");
        return _json.GetString() ?? "";
    }

    /// <summary>The item that the reader stands on as an object.</summary>
    internal readonly void ItemObject(string what) => Demand(JsonTokenType.StartObject, what, "an object in { }");

    /// <summary>Reads a port.</summary>
    internal int Port()
    {
        Expect(JsonTokenType.Number, "\"port\"", "a number from 0 to 65535");
        return _json.TryGetInt32(out var port) && port is >= 0 and <= 65535
            ? port
            : throw Fail("\"port\" is out of range; write a number from 0 to 65535");
    }

    /// <summary>Reads a time; one without an offset is UTC.</summary>
    internal DateTimeOffset Time() => DateTimeOffset.TryParseExact(
        Text("\"time\""),
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time)
        ? time
        : throw Fail("\"time\" is no time; write it as 2026-01-02T03:04:05Z");

    /// <summary>Reads an object of texts, sorted by key.</summary>
    internal SortedList<string, string> Texts(string what)
    {
        EnterObject(what);
        var texts = new SortedList<string, string>(StringComparer.Ordinal);
        while (NextMember(out var name))
        {
            var offset = Offset;
            if (!texts.TryAdd(name, Text($"\"{name}\"")))
            {
                throw Twice(offset, name);
            }
        }

        return texts;
    }

    /// <summary>Makes sure that nothing follows.</summary>
    internal void End() => _json.Read();

    /// <summary>A complaint about a key that this place does not have.</summary>
    internal readonly FixtureException Unknown(string name, string known) => Fail($"unknown key \"{name}\"; known here: {known}");

    /// <summary>A complaint about a name that stands there already.</summary>
    internal readonly FixtureException Twice(long offset, string name) => Fail(offset, $"\"{name}\" stands here twice; keep one");

    private void Expect(JsonTokenType type, string what, string wanted)
    {
        _json.Read();
        Demand(type, what, wanted);
    }

    private readonly void Demand(JsonTokenType type, string what, string wanted)
    {
        if (_json.TokenType != type)
        {
            throw Fail($"{what} is {Spell(_json.TokenType)}; write {wanted}");
        }
    }

    private static string Spell(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };
}
