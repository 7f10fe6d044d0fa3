using System.Globalization;

namespace ConsulRender.Consul.Transport;

/// <summary>Writes the addresses of queries to one agent; owned by the client.</summary>
internal sealed class QueryAddress(ConsulOptions options)
{
    // Consul's limit; a longer wait is cut by the agent, and the deadline must know that.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    // Keys are sent as they are spelled: "a/../b" must reach the agent as that and be refused there, not become "b" on the way.
    private static readonly UriCreationOptions AsSpelled = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _agent = options.Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    private readonly string _tenancy = Parameter("&ns=", options.Namespace) + Parameter("&partition=", options.Partition);

    /// <summary>Whether a namespace or a partition is added to questions that do not say so themselves.</summary>
    internal bool HasTenancy => _tenancy.Length > 0;

    /// <summary>How long the agent may hold a query with an index.</summary>
    internal TimeSpan Wait { get; } = Cut(options.BlockQueryWait);

    /// <summary>The address of a question. An index of 0 is not sent, and then the agent answers at once.</summary>
    internal Uri Of(string requestPath, Ask ask)
    {
        var separator = requestPath.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var blocking = ask.Index == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{separator}index={ask.Index}&wait={(long)Cut(ask.Wait ?? Wait).TotalMilliseconds}ms");
        var mode = ask.From switch
        {
            Source.Follower => "stale=",
            Source.CertainLeader => "consistent=",
            _ => "",
        };
        var path = string.Concat(_agent, requestPath, blocking, Joined(mode, blocking.Length == 0 ? separator : '&'));
        return new Uri(HasTenancy ? WithTenancy(path, requestPath) : path, in AsSpelled);
    }

    private string WithTenancy(string path, string requestPath)
    {
        // A question that names one of them says all about it itself.
        if (requestPath.Contains("?ns=", StringComparison.Ordinal) || requestPath.Contains("&ns=", StringComparison.Ordinal)
            || requestPath.Contains("?partition=", StringComparison.Ordinal) || requestPath.Contains("&partition=", StringComparison.Ordinal))
        {
            return path;
        }

        return path.Contains('?', StringComparison.Ordinal) ? path + _tenancy : $"{path}?{_tenancy.AsSpan(1)}";
    }

    private static string Parameter(string name, string? value) => string.IsNullOrEmpty(value) ? "" : name + Uri.EscapeDataString(value);

    private static string Joined(string mode, char separator) => mode.Length == 0 ? "" : separator + mode;

    internal static TimeSpan Cut(TimeSpan wait) => wait > LongestWait ? LongestWait : wait;
}
