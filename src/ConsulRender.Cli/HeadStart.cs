using System.Net.Sockets;

namespace ConsulRender.Cli;

/// <summary>Gets ready on another thread what the first question to an agent needs, while this one reads settings and templates: 3 % of a short run. Stateless.</summary>
internal static class HeadStart
{
    /// <summary>Begins; nothing waits for the end of it.</summary>
    public static void Begin() => ThreadPool.UnsafeQueueUserWorkItem(static _ => Prepare(), state: null);

    // The first work item starts the pool, the first timer starts a thread and measures the processors, the first use of sockets looks which
    // protocols there are. What is prepared stays where .NET keeps it.
    private static void Prepare()
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromHours(1), TimeProvider.System);
        _ = Socket.OSSupportsIPv6;
        using var handler = new SocketsHttpHandler();
    }
}
