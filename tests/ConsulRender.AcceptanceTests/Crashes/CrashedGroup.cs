using System.Globalization;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests.Crashes;

/// <summary>A group of three files of 1 MB, one of them behind a link, and of two for items of which one comes and one goes with each version; says what of it is on disk. Owned by one test.</summary>
internal sealed class CrashedGroup : IAsyncDisposable
{
    private const int Lines = 2100;
    private static readonly string Filler = new('x', 490);

    internal CrashedGroup()
    {
        Workspace.Write("text.liquid", $$$"""
            {% assign version = key("state") | split: ";" | first %}{% for i in (1..{{{Lines}}}) %}{{ version }} {{{Filler}}}
            {% endfor %}
            """);
        Workspace.Write("d/real/none", "");
        Workspace.Write("d/conf/items/none", "");
        File.Delete(Workspace["d/real/none"]);
        File.Delete(Workspace["d/conf/items/none"]);
        File.CreateSymbolicLink(Workspace["d/conf/c"], "../real/c");
        Workspace.WriteScript("check", "exec grep -q x \"$1\"\n");

        // What it sees is one line; how many have begun tells when the last one has ended.
        Workspace.WriteScript("reload", """
            echo b >>begun
            seen=$(head -qn1 d/conf/a d/conf/b d/conf/c d/conf/items/*.conf | cut -d' ' -f1 | tr '\n' ' ')$(cd d/conf/items; echo *)
            echo "$seen" >>reloads

            """);
        var files = string.Join(",\n", new[] { "a", "b", "c" }.Select(name => Template($"d/conf/{name}", "\"check\": \"./check {path}\", ")));
        Workspace.Write("settings.json", $$$"""
            { "template": [
              {{{files}}},
              {{{Template("d/conf/items/{{ item }}.conf", """ "for_each": "key(\"state\") | split: \";\" | last | split: \",\"", """)}}}
            ] }
            """);
    }

    internal Workspace Workspace { get; } = new();

    /// <summary>What the state directory is while this runs; below what is watched for calls.</summary>
    internal Dictionary<string, string> Environment => new() { ["CONSULRENDER_STATE_DIR"] = State };

    /// <summary>The directory below which everything happens.</summary>
    internal string Watched => Workspace["d"];

    private string State => Workspace["d/state"];

    /// <summary>What Consul says at a version.</summary>
    internal static string Value(int version) => $"{version};s,i{version % 2}";

    /// <summary>Makes a fixture of a version.</summary>
    internal string Fixture(int version)
    {
        var name = $"fixture{version % 2}.json";
        Workspace.Write(name, $$"""{ "keys": { "state": "{{Value(version)}}" } }""");
        return name;
    }

    /// <summary>The version of which every file is; fails when one is half-written, null when they are of several.</summary>
    internal int? Version()
    {
        if (!File.Exists(Workspace["d/conf/a"]) || !File.Exists(Workspace["d/conf/b"]) || !File.Exists(Workspace["d/conf/c"]))
        {
            return null;
        }

        var versions = Directory.EnumerateFiles(Workspace["d/conf/items"], "*.conf").Concat(new[] { "a", "b", "c" }.Select(name => Workspace[$"d/conf/{name}"]))
            .ToDictionary(path => Path.GetRelativePath(Watched, path), VersionOf);
        var all = versions.Values.Distinct().ToList();
        return all is [{ } version] && versions.Count == 5 && versions.ContainsKey($"conf/items/i{version % 2}.conf") ? version : null;
    }

    /// <summary>What lies in the directories and is none of the files, nor the list of the items' files.</summary>
    internal string[] LeftOvers() =>
    [
        .. Directory.EnumerateFiles(Watched, "*", SearchOption.AllDirectories)
            .Where(path => (Path.GetFileName(path).StartsWith('.') && !Path.GetFileName(path).StartsWith(".consulrender-", StringComparison.Ordinal)) || Path.GetFileName(path).EndsWith(".staged", StringComparison.Ordinal))
            .Concat(Journal()),
    ];

    /// <summary>The journals that are there.</summary>
    internal string[] Journal() => Directory.Exists($"{State}/journal") ? Directory.GetFileSystemEntries($"{State}/journal") : [];

    /// <summary>What the last reload saw.</summary>
    internal string LastReload() => Workspace.Lines("reloads").LastOrDefault("none");

    /// <summary>What a reload sees of a version.</summary>
    internal static string Reload(int version) => string.Create(CultureInfo.InvariantCulture, $"{version} {version} {version} {version} {version} i{version % 2}.conf s.conf");

    /// <summary>Waits for the end of a reload whose program was killed.</summary>
    internal Task ReloadsEndAsync() => Eventually.HoldsAsync("every reload that began has ended", () => Workspace.Lines("begun").Length == Workspace.Lines("reloads").Length);

    /// <summary>Runs once with a version's fixture, under another program if one is given.</summary>
    internal RunningProcess Once(int version, params string[] killer) =>
        Start(killer, "-once", "-snapshot", Fixture(version), "-config", "settings.json");

    /// <summary>Starts with no Consul to be had: what was half-done is undone, and nothing else can happen.</summary>
    internal RunningProcess RecoverOnly(params string[] killer) =>
        Start(killer, "-once", "-consul-addr", "127.0.0.1:1", "-consul-retry=false", "-config", "settings.json");

    internal RunningProcess Start(string[] killer, params string[] arguments) => killer.Length == 0
        ? Workspace.StartWith(Environment, arguments)
        : RunningProcess.Start(killer[0], [.. killer[1..], Repository.Binary, .. arguments], Workspace.Path, Environment);

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();

    private static string Template(string destination, string more) =>
        $$"""{ "source": "text.liquid", "destination": "{{destination}}", {{more}}"output_group": "site", "command": ["./reload"] }""";

    // The same in every line, and every line there.
    private static int? VersionOf(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (FileNotFoundException)
        {
            // An item went while we looked.
            return null;
        }

        Assert.True(lines.Length == Lines && lines.Distinct().Count() == 1 && lines[0].EndsWith($" {Filler}", StringComparison.Ordinal), $"{path} is half-written: {lines.Length} lines of {lines.Distinct().Count()} kinds");
        return int.Parse(lines[0].Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
