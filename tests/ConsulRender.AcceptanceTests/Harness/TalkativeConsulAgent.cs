using System.Text.RegularExpressions;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>An agent with access rules that logs every request; owned by the test that started it.</summary>
public sealed partial class TalkativeConsulAgent() : GuardedConsulAgent("-log-level", "debug")
{
    /// <summary>The requests that read keys so far, <c>METHOD /path?query</c> each.</summary>
    public IReadOnlyList<string> Reads => [.. RequestLine().Matches(Transcript).Select(line => $"{line.Groups["method"]} {line.Groups["url"]}")];

    [GeneratedRegex(@"agent\.http: Request finished: method=(?<method>GET|PUT) url=(?<url>/v1/txn\S*|(?<=GET url=)/v1/kv/\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex RequestLine();
}
