using System.Globalization;
using System.Net;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A daemon with more questions than its agent allows connections, and everybody else who asks that agent.</summary>
public sealed class MannersTests
{
    private const int Services = 300;
    private const int Budget = 64;

    /// <summary>The address is that of the port or of TLS, and the connections are the most that the daemon may have.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData(false, Budget)]
    [InlineData(true, 6)]
    public async Task Others_are_never_refused_while_six_hundred_questions_are_watched(bool tls, int mostConnections)
    {
        await using var agent = new ReachableConsulAgent();
        await agent.InitializeAsync();
        for (var number = 0; number < Services; number++)
        {
            await agent.RegisterAsync(Instance(number, 8000));
        }

        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """
            {% for s in services %}{{ s.name }}{% for i in service(s.name) %} {{ i.port }}{% endfor %}{% for i in service(s.name, status: "any") %} {{ i.status }}{% endfor %}
            {% endfor %}
            """);
        workspace.Write("settings.json", $$"""
            {
              "consul": { {{(tls ? $"\"address\": \"{agent.TlsAddress}\", \"ssl\": {{ \"ca_cert\": \"{agent.AuthorityFile}\" }}" : $"\"address\": \"{agent.Address}\"")}} },
              "template": { "source": "t.liquid", "destination": "out/file" }
            }
            """);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var daemon = workspace.Start("-config", "settings.json");
        var port = int.Parse((tls ? agent.TlsAddress : agent.Address).Split(':')[1], CultureInfo.InvariantCulture);
        var others = AskAgainAndAgainAsync(agent, stop.Token);
        var connections = CountAsync(daemon, port, stop.Token);

        await Eventually.HoldsAsync("the first file", () => workspace.Lines("out/file").Length > Services, () => daemon.Transcript);
        for (var change = 0; change < 500; change++)
        {
            await agent.RegisterAsync(Instance(change % Services, 9000 + change));
        }

        await Eventually.HoldsAsync(
            "the last change in the file", () => workspace.Lines("out/file").Any(line => line.Contains(" 9499 ", StringComparison.Ordinal)), () => daemon.Transcript);
        await stop.CancelAsync();

        Assert.InRange(await connections, 1, mostConnections);
        Assert.True(await others > 20, "others must have asked all the while");
        Assert.DoesNotContain("[WARN]", daemon.Errors, StringComparison.Ordinal);
    }

    private static CatalogInstance Instance(int number, int port) => new($"node-{number % 20}", $"10.2.0.{number % 20}", $"svc-{number}", $"svc-{number}-1", port) { Status = "passing" };

    // Each time over a connection of its own, as a program does that has just been started; the first that is refused fails the test.
    private static async Task<int> AskAgainAndAgainAsync(ConsulAgent agent, CancellationToken stop)
    {
        var answered = 0;

        // A quick machine is done with everything else before that.
        while (!stop.IsCancellationRequested || answered <= 20)
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            using var answer = await client.GetAsync(new Uri($"http://{agent.Address}/v1/status/leader"), CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answered++;
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None));
        }

        return answered;
    }

    private static async Task<int> CountAsync(RunningProcess daemon, int port, CancellationToken stop)
    {
        var most = 0;
        while (!stop.IsCancellationRequested)
        {
            most = Math.Max(most, Connections.Of(daemon.Id, port));
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop));
        }

        TestContext.Current.SendDiagnosticMessage("the daemon had up to {0} connections", most);
        return most;
    }
}
