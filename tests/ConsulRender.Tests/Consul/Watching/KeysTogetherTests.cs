using System.Collections.Concurrent;
using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>A short run asks for many keys together, and nobody can tell but by the number of requests.</summary>
public sealed class KeysTogetherTests : IAsyncDisposable
{
    private const string Transaction = "/v1/txn";

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedConsul _consul;
    private readonly ConcurrentQueue<WatchReport> _reports = [];
    private readonly List<IAsyncDisposable> _watches = [];
    private readonly List<ConsulClient> _clients = [];

    public KeysTogetherTests()
    {
        _consul = new ScriptedConsul(_clock);
        _consul.Change(catalog => Enumerable.Range(0, 150).ToList().ForEach(number => catalog.Key(Name(number), Value(number))));
    }

    [Fact]
    public async Task More_keys_than_connections_are_asked_for_in_one_request()
    {
        await AskAsync(Keys(5));

        var request = Assert.Single(_consul.Requests);
        Assert.Equal(Transaction + "?stale=", request.Target);
        Assert.Equal(5, Values().Count);
    }

    [Fact]
    public async Task As_many_keys_as_connections_are_asked_for_one_by_one()
    {
        await AskAsync(Keys(4));

        Assert.Equal([.. Keys(4).Select(key => $"/v1/kv/{key.Key}?stale=").Order()], _consul.Requests.Select(request => request.Target).Order());
        Assert.Equal(4, Values().Count);
    }

    [Fact]
    public async Task A_request_holds_no_more_keys_than_Consul_takes()
    {
        await AskAsync(Keys(150));

        Assert.Equal([22, 64, 64], _consul.Requests.Select(request => request.Body!.Split("\"Verb\"").Length - 1).Order());
        Assert.Equal(Enumerable.Range(0, 150).ToDictionary(Name, Value), Values());
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_asked_for_alone_and_the_others_again_without_it()
    {
        await AskAsync([.. Keys(5), new KeyValue("none"), new KeyValue("void")], answers: 7);

        Assert.Equal(["/v1/kv/none", "/v1/kv/void", Transaction, Transaction], _consul.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["none", "void"], Values().Where(value => value.Value == "(absent)").Select(value => value.Key).Order());
        Assert.Equal(5, Values().Count(value => value.Value.StartsWith("value", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Keys_none_of_which_exists_are_asked_for_alone()
    {
        await AskAsync([.. Enumerable.Range(0, 6).Select(number => new KeyValue($"none/{number}"))], answers: 6);

        Assert.Single(_consul.Requests, request => request.Path == Transaction);
        Assert.Equal(6, _consul.Requests.Count(request => request.Path.StartsWith("/v1/kv/none/", StringComparison.Ordinal)));
        Assert.All(Values().Values, value => Assert.Equal("(absent)", value));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task Where_no_transaction_is_let_through_each_key_is_asked_for_alone_without_a_word(int status)
    {
        (_consul.AlwaysAt, _consul.Always) = (Transaction, Misbehaviours.Status(status, "no PUT here"));

        await AskAsync(Keys(6));

        Assert.Equal(6, Values().Count);
        Assert.Empty(_reports.OfType<WatchReport.Failed>());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Results":null,"Errors":null}""")]
    [InlineData("""{"Results":[{"KV":{"Key":"app/0","Value":null}}],"Errors":null}""")]
    [InlineData("""{"Results":null,"Errors":[{"OpIndex":6,"What":"?"}]}""")]
    [InlineData("""{"Results":null,"Errors":[{"OpIndex":-1,"What":"?"}]}""")]
    [InlineData("""{"Results":null,"Errors":[{"OpIndex":"0","What":"?"}]}""")]
    [InlineData("""{"Results":[{"KV":null}],"Errors":null}""")]
    public async Task An_answer_that_is_not_one_to_all_keys_counts_for_nothing(string body)
    {
        (_consul.AlwaysAt, _consul.Always) = (Transaction, Misbehaviours.Body(body));

        await AskAsync(Keys(6));

        Assert.Equal(Enumerable.Range(0, 6).ToDictionary(Name, Value), Values());
    }

    [Fact]
    public async Task An_agent_that_is_away_fails_every_key_and_is_asked_for_each_when_it_is_back()
    {
        (_consul.AlwaysAt, _consul.Always) = (Transaction, Misbehaviours.ConnectionRefused);

        Start(Keys(6));
        await HoldsAsync("every first answer", () => Values().Count == 6);

        Assert.Equal(6, _reports.OfType<WatchReport.Failed>().Count());
        Assert.Equal(6, _reports.OfType<WatchReport.Recovered>().Count());
        Assert.Equal(6, _consul.Requests.Count(request => request.Path.StartsWith("/v1/kv/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_lags_too_far_behind_is_passed_over_for_all_keys_at_once()
    {
        _consul.Staleness = ("false", "0", null);

        await AskAsync(Keys(6));

        Assert.Equal([Transaction + "?stale=", Transaction + "?consistent="], _consul.Requests.Select(request => request.Target));
        Assert.Equal(6, Values().Count);
    }

    [Fact]
    public async Task Each_datacenter_is_asked_for_its_own_keys()
    {
        await AskAsync([.. Keys(6), .. Keys(3).Select(key => key with { Datacenter = "dc2" }), .. Keys(7).Select(key => key with { Datacenter = "dc3" })], answers: 16);

        Assert.Equal(
            ["/v1/kv/app/0?dc=dc2&stale=", "/v1/kv/app/1?dc=dc2&stale=", "/v1/kv/app/2?dc=dc2&stale=", Transaction + "?dc=dc3&stale=", Transaction + "?stale="],
            _consul.Requests.Select(request => request.Target).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_key_under_two_spellings_has_two_answers()
    {
        await AskAsync([.. Keys(5), new KeyValue("/app/0")], answers: 6);

        Assert.Single(_consul.Requests);
        Assert.Equal(Value(0), Values()["/app/0"]);
    }

    [Fact]
    public async Task Keys_of_a_namespace_are_asked_for_one_by_one()
    {
        await AskAsync([.. Keys(6).Select(key => key with { Scope = new() { Namespace = "team" } })]);

        Assert.DoesNotContain(_consul.Requests, request => request.Path == Transaction);
    }

    [Fact]
    public async Task Keys_of_an_agents_own_namespace_are_asked_for_one_by_one()
    {
        await AskAsync(Keys(6), options: new() { MaxConnections = 4, Namespace = "team" });

        Assert.DoesNotContain(_consul.Requests, request => request.Path == Transaction);
    }

    [Fact]
    public async Task A_daemon_asks_for_each_key_alone()
    {
        Start(Keys(6), once: false);
        await HoldsAsync("every first answer", () => Values().Count == 6);

        Assert.DoesNotContain(_consul.Requests, request => request.Path == Transaction);
    }

    [Fact]
    public async Task A_run_that_ends_does_not_wait_for_an_agent_that_never_answers()
    {
        (_consul.AlwaysAt, _consul.Always) = (Transaction, Misbehaviours.Hang);

        Start(Keys(6));
        await HoldsAsync("the question", () => _consul.Asked == 1);

        await Eventually.EndsAsync("the watches to end", _watches[0].DisposeAsync().AsTask());
        Assert.Empty(_reports);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watches in _watches)
        {
            await watches.DisposeAsync();
        }

        _clients.ForEach(client => client.Dispose());
        _consul.Dispose();
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"app/{number}");

    private static string Value(int number) => string.Create(CultureInfo.InvariantCulture, $"value {number} \"ä\"");

    private static KeyValue[] Keys(int count) => [.. Enumerable.Range(0, count).Select(number => new KeyValue(Name(number)))];

    private async Task AskAsync(KeyValue[] keys, int? answers = null, ConsulOptions? options = null)
    {
        Start(keys, options: options);
        await HoldsAsync("every first answer", () => _reports.OfType<WatchReport.Changed>().Count() == (answers ?? keys.Length));
    }

    private void Start(KeyValue[] keys, bool once = true, ConsulOptions? options = null)
    {
        var client = _consul.Client(options ?? new() { MaxConnections = once ? 4 : 200 });
        _clients.Add(client);
        var watches = new AgentWatches(client, _clock, Take, bug => throw bug) { Once = once };
        _watches.Add(watches);
        watches.Keep(new HashSet<Dependency>(keys));
    }

    // The values that were reported, by key.
    private Dictionary<string, string> Values() => _reports.OfType<WatchReport.Changed>()
        .GroupBy(changed => ((KeyValue)changed.Dependency).Key)
        .ToDictionary(key => key.Key, key => key.Last().Reading.Value as string ?? "(absent)");

    private Task HoldsAsync(string what, Func<bool> condition) => Eventually.HoldsAsync(what, _clock, TimeSpan.FromMilliseconds(50), condition);

    private ValueTask Take(WatchReport report, CancellationToken cancellationToken)
    {
        _reports.Enqueue(report);
        return ValueTask.CompletedTask;
    }
}
