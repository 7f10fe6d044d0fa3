namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>The article's running example as a registrator writes it: one service, four instances in production, one in staging.</summary>
public static class ArticleCatalog
{
    /// <summary>The key that both HAProxy files need.</summary>
    public const string ConnectionLimit = "service/haproxy/maxconn";

    /// <summary>The instances, in the order they are registered.</summary>
    public static IReadOnlyList<CatalogInstance> Instances { get; } =
    [
        Instance("production", "11111111-0000", 1, 31001),
        Instance("production", "11111111-0001", 1, 31002),
        Instance("production", "11111111-0002", 2, 31003),
        Instance("production", "11111111-0003", 3, 31004),
        Instance("staging", "22222222-0000", 2, 31005),
    ];

    /// <summary>Puts all of it into an agent.</summary>
    public static async Task RegisterAsync(ConsulAgent agent)
    {
        await agent.PutKeyAsync(ConnectionLimit, "4096");
        foreach (var instance in Instances)
        {
            await agent.RegisterAsync(instance);
        }
    }

    private static CatalogInstance Instance(string environment, string task, int slave, int port) => new(
        $"mesos-slave-{slave}", $"10.0.1.1{slave}", "test-server", $"app_{environment}_test-server.{task}-11e5-8878-56847afe9799:3000", port)
    {
        Tags = [environment, "internal-listen-http-3000"],
    };
}
