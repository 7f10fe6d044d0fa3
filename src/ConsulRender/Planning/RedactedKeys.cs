using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Planning;

/// <summary>Finds the values of keys and files that match a pattern in readings, and puts others in their place. Immutable.</summary>
internal sealed class RedactedKeys(IReadOnlyList<string> patterns)
{
    /// <summary>The values that somebody who used these dependencies has read, each once.</summary>
    public IReadOnlyList<string> Values(Snapshot snapshot, IEnumerable<Dependency> used)
    {
        var values = new List<string>();
        foreach (var dependency in used)
        {
            switch (dependency)
            {
                case KeyValue key when IsRedacted(key.Key) && snapshot.Find(key)?.Value is string value:
                    values.Add(value);
                    break;
                case FileText file when IsRedacted(file.Path) && snapshot.Find(file)?.Value is string text:
                    values.Add(text);
                    break;
                case KeyTree tree when snapshot.Find(tree)?.Value is EquatableList<KeyPair> pairs:
                    values.AddRange(pairs.Where(pair => IsRedacted(pair.Path)).Select(pair => pair.Value));
                    break;
            }
        }

        return [.. values.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The snapshot with other values in their place, at the same time.</summary>
    public Snapshot Replace(Snapshot snapshot, IEnumerable<Dependency> used, Func<string, string> replace)
    {
        var replaced = snapshot;
        foreach (var dependency in used)
        {
            if (snapshot.Find(dependency) is { } reading && Replaced(reading, replace) is { } value)
            {
                replaced = replaced.With(reading with { Value = value });
            }
        }

        return replaced.At(snapshot.Time);
    }

    /// <summary>The patterns among these that match a key or file of which somebody knows.</summary>
    public static IEnumerable<string> Matching(IEnumerable<string> among, Snapshot snapshot, IReadOnlySet<Dependency> used) => among.Where(pattern => used.Any(dependency => dependency switch
    {
        KeyValue key => PathGlob.Matches(pattern, key.Key),
        FileText file => PathGlob.Matches(pattern, file.Path),
        KeyTree tree => snapshot.Find(tree)?.Value is EquatableList<KeyPair> pairs && pairs.Any(pair => PathGlob.Matches(pattern, pair.Path)),
        _ => false,
    }));

    private object? Replaced(Reading reading, Func<string, string> replace) => (reading.Dependency, reading.Value) switch
    {
        (KeyValue key, string value) when IsRedacted(key.Key) => replace(value),
        (FileText file, string text) when IsRedacted(file.Path) => replace(text),
        (KeyTree, EquatableList<KeyPair> pairs) when pairs.Any(pair => IsRedacted(pair.Path)) =>
            (EquatableList<KeyPair>)[.. pairs.Select(pair => IsRedacted(pair.Path) ? pair with { Value = replace(pair.Value) } : pair)],
        _ => null,
    };

    private bool IsRedacted(string path) => patterns.Any(pattern => PathGlob.Matches(pattern, path));
}
