using System.Text;
using System.Text.Json;
using ConsulRender.Findings;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings.Tree;

/// <summary>Reads a settings file in JSON into a tree, or says where and why it cannot. Used once.</summary>
internal ref struct JsonTree
{
    private const string NotUnicode = "this text is not Unicode: it holds half a character, such as \\ud83d alone, or bytes that are not UTF-8";
    private const string NoObject = "the file must hold one object: { \"template\": ... }";

    private readonly string _path;
    private readonly ReadOnlySpan<byte> _json;
    private readonly List<Finding> _problems;
    private Utf8JsonReader _reader;

    // Tokens come in order, so each is looked for from the one before.
    private int _offset;
    private int _line = 1;
    private int _lineStart;

    private JsonTree(string path, ReadOnlySpan<byte> json, List<Finding> problems)
    {
        _path = path;
        _json = json;
        _problems = problems;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>The whole file; null when problems were added.</summary>
    public static SettingsObject? Read(string path, ReadOnlySpan<byte> json, List<Finding> problems) => new JsonTree(path, json, problems).ReadFile();

    private SettingsObject? ReadFile()
    {
        var before = _problems.Count;
        var isEmpty = true;
        try
        {
            _reader.Read();
            isEmpty = false;
            var whole = ReadValue(Here());
            _reader.Read();
            if (whole is not SettingsObject)
            {
                Add(whole.Origin, NoObject);
            }

            return _problems.Count == before ? (SettingsObject)whole : null;
        }
        catch (JsonException exception)
        {
            Add(At(exception), SyntaxMessage(exception.Message, isEmpty));
        }
        catch (InvalidOperationException)
        {
            Add(Here(), NotUnicode);
        }

        return null;
    }

    private SettingsNode ReadValue(SettingsOrigin origin) => _reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(origin),
        JsonTokenType.StartArray => ReadList(origin),
        JsonTokenType.String => new SettingsText(_reader.GetString()!, origin),
        JsonTokenType.Number => new SettingsNumber(Encoding.ASCII.GetString(_reader.ValueSpan), origin),
        JsonTokenType.Null => new SettingsNull(origin),
        _ => new SettingsSwitch(_reader.TokenType == JsonTokenType.True, origin),
    };

    private SettingsObject ReadObject(SettingsOrigin origin)
    {
        var members = new List<SettingsMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            var place = Here();
            _reader.Read();
            var value = ReadValue(place);
            if (names.Add(name))
            {
                members.Add(new SettingsMember(name, place, value));
            }
            else
            {
                Add(place, $"the key {SettingsTree.Shown(name)} stands here twice");
            }
        }

        return new SettingsObject(members, origin);
    }

    private SettingsList ReadList(SettingsOrigin origin)
    {
        var items = new List<SettingsNode>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(Here()));
        }

        return new SettingsList(items, origin);
    }

    private SettingsOrigin Here()
    {
        var end = (int)_reader.TokenStartIndex;
        for (; _offset < end; _offset++)
        {
            if (_json[_offset] == (byte)'\n')
            {
                _line++;
                _lineStart = _offset + 1;
            }
        }

        return new SettingsOrigin(_path, _line, Encoding.UTF8.GetCharCount(_json[_lineStart..end]) + 1);
    }

    // What is no JSON is told by the platform with a line and a byte in it, both from 0.
    private readonly SettingsOrigin At(JsonException exception)
    {
        var rest = _json;
        for (var line = 0L; line < (exception.LineNumber ?? 0); line++)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        var before = rest[..(int)Math.Clamp(exception.BytePositionInLine ?? 0, 0, rest.Length)];
        return new SettingsOrigin(_path, (int)(exception.LineNumber ?? 0) + 1, Encoding.UTF8.GetCharCount(before) + 1);
    }

    private readonly void Add(SettingsOrigin origin, string message) => _problems.Add(InvalidSettings.At(origin.ToPosition(), message));

    private static string SyntaxMessage(string message, bool isFirst) => "not valid JSON: " + message switch
    {
        _ when message.Contains("does not contain any JSON tokens", StringComparison.Ordinal) => "there is nothing in the file",

        // HCL begins with the name of a key or with a comment of its own.
        _ when isFirst && (char.IsAsciiLetter(message[1]) || message[1] == '#') => "this looks like HCL; give the file a name that ends in .hcl",

        // The platform quotes the whole rest of the file, and there may be a token in it.
        _ when message.Contains("invalid JSON literal", StringComparison.Ordinal) => "only true, false, null and numbers stand without quotes",
        _ => FirstSentence(message),
    };

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }
}
