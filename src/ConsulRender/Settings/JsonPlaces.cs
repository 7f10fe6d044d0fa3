using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ConsulRender.Settings;

/// <summary>Finds the line and column of a JSON path, counted as editors count. Stateless.</summary>
internal static class JsonPlaces
{
    // Names with these are written in brackets by the deserializer.
    private static readonly SearchValues<char> _special = SearchValues.Create(". '/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029");

    /// <summary>The place of a path such as <c>$.template[1].check</c>; of the nearest parent when the path itself is not there.</summary>
    public static (int Line, int Column) Find(ReadOnlySpan<byte> json, string path)
    {
        // A list of one may be written without its brackets.
        var withoutFirstIndex = path.Replace("[0]", "", StringComparison.Ordinal);
        var (offset, bestLength) = (0L, 0);
        var parents = new Stack<Parent>();
        var member = "$";
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        while (reader.Read())
        {
            var here = Step(ref reader, parents, ref member);
            if (here.Length > bestLength && (path.StartsWith(here, StringComparison.Ordinal) || withoutFirstIndex.StartsWith(here, StringComparison.Ordinal)))
            {
                (offset, bestLength) = (reader.TokenStartIndex, here.Length);
            }
        }

        return At(json, offset);
    }

    /// <summary>The path of a member, spelled as the deserializer does.</summary>
    public static string Member(string parent, string name) => parent + (name.AsSpan().ContainsAny(_special) ? $"['{name}']" : $".{name}");

    /// <summary>The line and column of a byte, given by its line and its place there, both from 0.</summary>
    public static (int Line, int Column) At(ReadOnlySpan<byte> json, int line, int byteInLine)
    {
        var offset = 0;
        for (var index = 0; index < line; index++)
        {
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        }

        return At(json, offset + byteInLine);
    }

    /// <summary>The first text that no program can read: half a character written as an escape, or bytes that are not UTF-8; null when there is none.</summary>
    public static (int Line, int Column)? BrokenText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
            }
        }
        catch (InvalidOperationException)
        {
            return At(json, reader.TokenStartIndex);
        }
        catch (JsonException)
        {
            // What is not even JSON is told by whoever wants to know what stands in it.
        }

        return null;
    }

    /// <summary>The line and column of a byte.</summary>
    public static (int Line, int Column) At(ReadOnlySpan<byte> json, long offset)
    {
        var before = json[..(int)Math.Clamp(offset, 0, json.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    // The path that begins at this token; empty when none does.
    private static string Step(ref Utf8JsonReader reader, Stack<Parent> parents, ref string member)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                member = Member(parents.Peek().Path, name);
                return member;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                parents.Pop();
                return "";
        }

        var here = parents.TryPeek(out var parent) && parent.IsList ? $"{parent.Path}[{parent.Next++}]" : member;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            parents.Push(new Parent(here, reader.TokenType == JsonTokenType.StartArray));
        }

        return here;
    }

    private sealed class Parent(string path, bool isList)
    {
        public string Path => path;

        public bool IsList => isList;

        public int Next { get; set; }
    }
}
