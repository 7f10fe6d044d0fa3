using ConsulRender.Consul;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// A question in consul-template's spelling, <c>tag.name?ns=a&amp;partition=b&amp;peer=c@dc~near|status</c>, taken apart except for the tag; immutable.
/// </summary>
internal readonly record struct QueryText(string Name)
{
    private const string Marks = "?@~|";

    internal string? Datacenter { get; init; }

    internal string? Near { get; init; }

    /// <summary>What stands behind the bar: states by which instances are chosen.</summary>
    internal string? Status { get; init; }

    internal QueryScope Scope { get; init; } = QueryScope.Own;

    /// <summary>Takes a text apart. In keys only <c>?</c> and <c>@</c> mean something.</summary>
    /// <exception cref="FormatException">The text is malformed; the message says at which character.</exception>
    internal static QueryText Parse(string text, QueryParts parts)
    {
        var marks = parts.HasFlag(QueryParts.OfKey) ? Marks[..2] : Marks;
        var end = NextMark(text, 0, marks);
        var query = new QueryText(text[..end]);
        for (var (rank, at) = (-1, end); at < text.Length; at = end)
        {
            var mark = marks.IndexOf(text[at], StringComparison.Ordinal);
            Check(text, at, mark, rank, parts);
            rank = mark;
            end = NextMark(text, at + 1, marks);
            query = query.With(text[at], Part(text, at, end), at + 1);
        }

        return query;
    }

    // A query's values may hold anything that is not a mark; what they mean is Consul's to say.
    private static int NextMark(string text, int start, string marks) =>
        text.AsSpan(start).IndexOfAny(marks) is >= 0 and var found ? start + found : text.Length;

    private static void Check(string text, int at, int mark, int last, QueryParts parts)
    {
        if (!parts.HasFlag((QueryParts)(1 << mark)))
        {
            throw new FormatException($"{Place(text, at)} has no meaning here");
        }

        if (mark <= last)
        {
            throw new FormatException(mark == last
                ? $"{Place(text, at)} is there twice"
                : $"{Place(text, at)} stands behind \"{Marks[last]}\"; the order is name?query@dc~near|status");
        }
    }

    private static string Part(string text, int at, int end)
    {
        if (end == at + 1)
        {
            throw new FormatException($"nothing stands behind {Place(text, at)}");
        }

        var part = text[(at + 1)..end];
        for (var index = 0; text[at] is '@' or '~' && index < part.Length; index++)
        {
            if (!char.IsAsciiLetterOrDigit(part[index]) && part[index] is not ('-' or '_' or '.'))
            {
                throw new FormatException($"{Place(text, at + 1 + index)} cannot be part of the name of a {(text[at] == '@' ? "datacenter" : "node")}");
            }
        }

        return part;
    }

    private static string Place(string text, int at) => $"\"{text[at]}\" at character {at + 1}";

    private QueryText With(char mark, string part, int at) => mark switch
    {
        '@' => this with { Datacenter = part },
        '~' => this with { Near = part },
        '|' => this with { Status = part },
        _ => this with { Scope = ReadScope(part, at) },
    };

    private static QueryScope ReadScope(string query, int at)
    {
        var scope = QueryScope.Own;
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || equals == pair.Length - 1)
            {
                throw new FormatException($"\"{pair}\" at character {at + 1} needs a value, as in ns=team");
            }

            scope = With(scope, pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]), at);
            at += pair.Length + 1;
        }

        return scope;
    }

    private static QueryScope With(QueryScope scope, string name, string value, int at) => name switch
    {
        "ns" when scope.Namespace is null => scope with { Namespace = value },
        "partition" when scope.Partition is null => scope with { Partition = value },
        "peer" when scope.Peer is null => scope with { Peer = value },
        "sameness-group" when scope.SamenessGroup is null => scope with { SamenessGroup = value },
        "ns" or "partition" or "peer" or "sameness-group" => throw new FormatException($"\"{name}\" at character {at + 1} is there twice"),
        _ => throw new FormatException($"\"{name}\" at character {at + 1} is unknown; known are ns, partition, peer and sameness-group"
            + Suggestion.For(name, ["ns", "partition", "peer", "sameness-group"])),
    };
}

/// <summary>What the text of a question may hold beside a name; the bits are in the order of the marks.</summary>
[Flags]
internal enum QueryParts
{
    /// <summary>Only a name.</summary>
    None = 0,

    /// <summary><c>?ns=a</c>.</summary>
    Scope = 1,

    /// <summary><c>@dc</c>.</summary>
    Datacenter = 2,

    /// <summary><c>~near</c>.</summary>
    Near = 4,

    /// <summary><c>|status</c>.</summary>
    Status = 8,

    /// <summary>The name is a key, where <c>~</c> and <c>|</c> are ordinary characters.</summary>
    OfKey = 16,

    /// <summary>What a key may have.</summary>
    Key = Scope | Datacenter | OfKey,
}
