using System.Runtime.InteropServices;
using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The few moves that every parser of Consul's JSON makes; a token it did not expect is a <see cref="JsonException"/>. Consul writes null for an empty list, object or text.</summary>
internal static class ConsulJson
{
    private static readonly Comparison<KeyValuePair<string, string>> ByKey = (left, right) => string.CompareOrdinal(left.Key, right.Key);

    /// <summary>Steps into an array; false when it is null.</summary>
    internal static bool EnterArray(ref Utf8JsonReader body) => Enter(ref body, JsonTokenType.StartArray);

    /// <summary>Steps into an object; false when it is null.</summary>
    internal static bool EnterObject(ref Utf8JsonReader body) => Enter(ref body, JsonTokenType.StartObject);

    /// <summary>Steps onto the next item of an array of objects, into the object; false at the array's end.</summary>
    internal static bool NextObject(ref Utf8JsonReader body)
    {
        Step(ref body);
        return body.TokenType switch
        {
            JsonTokenType.EndArray => false,
            JsonTokenType.StartObject => true,
            _ => throw Unexpected(ref body),
        };
    }

    /// <summary>Steps onto the next member's name; false at the object's end.</summary>
    internal static bool NextMember(ref Utf8JsonReader body)
    {
        Step(ref body);
        return body.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Reads a text; null is empty.</summary>
    internal static string Text(ref Utf8JsonReader body)
    {
        Step(ref body);
        return body.TokenType switch
        {
            JsonTokenType.String => body.GetString() ?? "",
            JsonTokenType.Null => "",
            _ => throw Unexpected(ref body),
        };
    }

    /// <summary>The same of a text that other answers say, too.</summary>
    internal static string Text(ref Utf8JsonReader body, SharedValues shared)
    {
        Step(ref body);
        return body.TokenType switch
        {
            JsonTokenType.String => shared.Text(ref body),
            JsonTokenType.Null => "",
            _ => throw Unexpected(ref body),
        };
    }

    /// <summary>The same, without making a text anew that the caller expects.</summary>
    internal static string Text(ref Utf8JsonReader body, string expected, SharedValues? shared = null)
    {
        Step(ref body);
        return body.TokenType switch
        {
            JsonTokenType.String => body.ValueTextEquals(expected) ? expected : shared?.Text(ref body) ?? body.GetString() ?? "",
            JsonTokenType.Null => "",
            _ => throw Unexpected(ref body),
        };
    }

    /// <summary>Reads true or false.</summary>
    internal static bool Truth(ref Utf8JsonReader body)
    {
        Step(ref body);
        return body.TokenType is JsonTokenType.True or JsonTokenType.False ? body.GetBoolean() : throw Unexpected(ref body);
    }

    /// <summary>Reads a whole number, such as a port.</summary>
    internal static int Integer(ref Utf8JsonReader body)
    {
        Step(ref body);
        return body.TokenType == JsonTokenType.Number && body.TryGetInt32(out var number) ? number : throw Unexpected(ref body);
    }

    /// <summary>Reads a number that is never negative.</summary>
    internal static ulong Number(ref Utf8JsonReader body)
    {
        Step(ref body);
        return NumberHere(ref body);
    }

    /// <summary>The number that the reader stands on.</summary>
    internal static ulong NumberHere(ref Utf8JsonReader body) =>
        body.TokenType == JsonTokenType.Number && body.TryGetUInt64(out var number) ? number : throw Unexpected(ref body);

    /// <summary>Reads a list of texts, sorted and unique.</summary>
    internal static EquatableList<string> Tags(ref Utf8JsonReader body, SharedValues shared)
    {
        if (!EnterArray(ref body) || Items(ref body, shared) is not { Count: > 0 } texts)
        {
            return [];
        }

        return shared.List(SortUnique(texts));
    }

    /// <summary>Reads a list of texts as it is.</summary>
    internal static EquatableList<string> Texts(ref Utf8JsonReader body) => EnterArray(ref body) ? [.. Items(ref body, shared: null)] : [];

    /// <summary>Reads an object of texts, sorted by key.</summary>
    internal static EquatableList<KeyValuePair<string, string>> Pairs(ref Utf8JsonReader body, SharedValues shared)
    {
        if (!EnterObject(ref body))
        {
            return [];
        }

        List<KeyValuePair<string, string>>? pairs = null;
        while (NextMember(ref body))
        {
            var key = shared.Text(ref body);
            (pairs ??= []).Add(new(key, Text(ref body, shared)));
        }

        pairs?.Sort(ByKey);
        return shared.Pairs(CollectionsMarshal.AsSpan(pairs));
    }

    /// <summary>The texts in ordinal order, each once.</summary>
    internal static EquatableList<string> SortedUnique(List<string> texts) => EquatableList.Create(SortUnique(texts));

    /// <summary>The items as a list, in the order given by the comparison.</summary>
    internal static EquatableList<T> Sorted<T>(List<T> items, Comparison<T> order)
    {
        items.Sort(order);
        return new EquatableList<T>(ImmutableCollectionsMarshal.AsImmutableArray(items.ToArray()));
    }

    internal static JsonException Unexpected(ref Utf8JsonReader body) => new($"a {body.TokenType} stands where Consul writes something else");

    private static ReadOnlySpan<string> SortUnique(List<string> texts)
    {
        texts.Sort(StringComparer.Ordinal);
        var kept = 0;
        for (var index = 0; index < texts.Count; index++)
        {
            if (index == 0 || texts[index] != texts[index - 1])
            {
                texts[kept++] = texts[index];
            }
        }

        return CollectionsMarshal.AsSpan(texts)[..kept];
    }

    private static List<string> Items(ref Utf8JsonReader body, SharedValues? shared)
    {
        var texts = new List<string>();
        for (Step(ref body); body.TokenType != JsonTokenType.EndArray; Step(ref body))
        {
            texts.Add(body.TokenType == JsonTokenType.String ? shared?.Text(ref body) ?? body.GetString() ?? "" : throw Unexpected(ref body));
        }

        return texts;
    }

    private static bool Enter(ref Utf8JsonReader body, JsonTokenType start)
    {
        Step(ref body);
        return body.TokenType == start || (body.TokenType == JsonTokenType.Null ? false : throw Unexpected(ref body));
    }

    private static void Step(ref Utf8JsonReader body)
    {
        if (!body.Read())
        {
            throw new JsonException("the answer ends too early");
        }
    }
}
