using System.Globalization;
using System.Text.RegularExpressions;

namespace ConsulRender.Tests.Samples;

/// <summary>Judges a rendered HAProxy file by the rules whose breach makes HAProxy refuse it or split traffic; pure, one use per file.</summary>
internal sealed partial class ConfigurationRules
{
    private static readonly HashSet<string> Sections = ["global", "defaults", "frontend", "backend", "listen"];

    private static readonly HashSet<string> Keywords =
    [
        "log", "chroot", "user", "group", "daemon", "maxconn", "ca-base", "crt-base", "ssl-default-bind-options",
        "ssl-default-bind-ciphers", "tune.ssl.default-dh-param", "stats", "mode", "option", "timeout", "bind", "use_backend",
        "http-response", "acl", "server", "balance",
    ];

    private readonly List<string> _violations = [];
    private readonly HashSet<string> _frontends = [];
    private readonly HashSet<string> _backends = [];
    private readonly HashSet<string> _servers = [];
    private readonly HashSet<string> _binds = [];
    private readonly List<string> _wanted = [];
    private string _section = "";

    private ConfigurationRules()
    {
    }

    /// <summary>Every rule that the file breaks, with the line; empty when it is sound.</summary>
    internal static IReadOnlyList<string> Violations(IReadOnlyList<string> lines)
    {
        var rules = new ConfigurationRules();
        foreach (var line in lines)
        {
            rules.Judge(line);
        }

        rules._violations.AddRange(rules._wanted.Where(name => !rules._backends.Contains(name)).Select(name => "no backend " + name));
        return rules._violations;
    }

    private void Judge(string line)
    {
        Require(line.All(letter => letter is >= ' ' and <= '~'), "not printable ASCII", line);
        Require(line.Length < 2000, "too long", line);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0].StartsWith('#'))
        {
            return;
        }

        if (Sections.Contains(words[0]))
        {
            Enter(words, line);
            return;
        }

        Require(Keywords.Contains(words[0]), "unknown keyword", line);
        Require(line.StartsWith("  ", StringComparison.Ordinal), "not indented", line);
        JudgeStatement(words, line);
    }

    private void Enter(string[] words, string line)
    {
        Require(!line.StartsWith(' '), "indented section", line);
        _section = words[0];
        _servers.Clear();
        if (_section is "global" or "defaults")
        {
            return;
        }

        Require(words.Length == 2 && Name().IsMatch(words[1]), "not a legal name", line);
        if (_section is "frontend" or "listen")
        {
            Require(_frontends.Add(words[1]), "frontend twice", line);
        }

        if (_section is "backend" or "listen")
        {
            Require(_backends.Add(words[1]), "backend twice", line);
        }
    }

    private void JudgeStatement(string[] words, string line)
    {
        switch (words[0])
        {
            case "bind":
                Require(IsPort(words[1][(words[1].LastIndexOf(':') + 1)..]), "not a port", line);
                Require(_binds.Add(words[1]), "bind twice", line);
                break;
            case "use_backend":
                _wanted.Add(words[1]);
                break;
            case "balance":
                Require(words.Length == 2, "not one algorithm", line);
                break;
            case "maxconn":
                Require(words.Length == 2 && words[1].All(char.IsAsciiDigit), "not a number", line);
                break;
            case "server":
                Require(_servers.Add(words[1]), "server twice", line);
                Require(Name().IsMatch(words[1]), "not a legal name", line);
                Require(Endpoint().IsMatch(words[2]) && IsPort(words[2][(words[2].LastIndexOf(':') + 1)..]), "not an endpoint", line);
                break;
            default:
                break;
        }
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535;

    private void Require(bool holds, string rule, string line)
    {
        if (!holds)
        {
            _violations.Add($"{rule}: {line} (in {_section})");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.:-]+\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]+\z")]
    private static partial Regex Endpoint();
}
