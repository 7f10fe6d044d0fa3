using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul;

public sealed class ConsulClientTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedConsul _consul;

    public ConsulClientTests() => _consul = new ScriptedConsul(_clock);

    public void Dispose() => _consul.Dispose();

    [Fact]
    public async Task A_key_is_read_with_its_index_and_the_time()
    {
        _consul.Change(catalog => catalog.Key("app/db", "hello"));

        Assert.Equal(new Reading(new KeyValue("app/db"), 11, "hello", _clock.GetUtcNow()), await AskAsync(new KeyValue("app/db")));
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_absent_and_has_an_index()
    {
        _consul.Change(catalog =>
        {
            catalog.Key("app/db", "hello");
            catalog.DeleteKey("app/db");
        });

        var reading = await AskAsync(new KeyValue("app/db"));

        Assert.True(reading.IsAbsent);
        Assert.Equal(12ul, reading.Index);
    }

    [Fact]
    public async Task An_empty_value_is_not_absent()
    {
        _consul.Change(catalog => catalog.Key("app/db", ""));

        Assert.Equal("", (await AskAsync(new KeyValue("app/db"))).Value);
    }

    [Fact]
    public async Task A_tree_that_does_not_exist_is_an_empty_list() =>
        Assert.Empty((EquatableList<KeyPair>)(await AskAsync(new KeyTree("app"))).Value!);

    [Fact]
    public async Task Services_and_instances_are_read()
    {
        _consul.Change(catalog => catalog.Service("web", new ScriptedInstance("n1", 80) { Tags = ["b", "a"] }, new ScriptedInstance("n2", 81) { Status = "critical" }));

        var names = (EquatableList<ServiceName>)(await AskAsync(new ServiceNames())).Value!;
        var passing = (EquatableList<ServiceInstance>)(await AskAsync(new HealthyService("web"))).Value!;
        var all = (EquatableList<ServiceInstance>)(await AskAsync(new HealthyService("web", PassingOnly: false))).Value!;

        Assert.Equal([new("consul", []), new("web", ["a", "b"])], names);
        Assert.Equal([80], passing.Select(instance => instance.Port));
        Assert.Equal(["passing", "critical"], all.Select(instance => instance.Status));
    }

    [Fact]
    public async Task A_query_without_index_does_not_wait_and_one_with_index_says_how_long()
    {
        using var client = _consul.Client(new() { BlockQueryWait = TimeSpan.FromSeconds(90) });
        _consul.Change(catalog => catalog.Key("a", "1"));

        await client.QueryAsync(new KeyValue("a"), 0, Cancellation);
        await client.QueryAsync(new KeyTree(""), 3, Cancellation);

        Assert.Equal(["/v1/kv/a?stale=", "/v1/kv/?recurse=1&index=3&wait=90000ms&stale="], Targets);
    }

    [Fact]
    public async Task A_wait_beyond_Consuls_limit_is_cut_to_it()
    {
        using var client = _consul.Client(new() { BlockQueryWait = TimeSpan.FromHours(1), MaxStale = TimeSpan.Zero });

        await client.QueryAsync(new ServiceNames(), 3, Cancellation);

        Assert.Equal(["/v1/catalog/services?index=3&wait=600000ms"], Targets);
    }

    [Fact]
    public async Task An_address_may_have_a_path_before_Consuls_own()
    {
        using var client = _consul.Client(new() { Address = new Uri("http://proxy:81/consul/"), MaxStale = TimeSpan.Zero });

        await client.QueryAsync(new ServiceNames(), 0, Cancellation);

        Assert.Equal(["/v1/catalog/services?consistent="], Targets);
    }

    [Fact]
    public async Task The_token_is_sent_as_a_header()
    {
        using var client = _consul.Client(new() { Token = new Secret("t-0-k") });

        await client.QueryAsync(new ServiceNames(), 0, Cancellation);
        await AskAsync(new ServiceNames());

        Assert.Equal(["t-0-k", null], _consul.Requests.Select(request => request.Token));
    }

    [Theory]
    [InlineData("token\n")]
    [InlineData("to\r\nX-Other: ken")]
    [InlineData("tökén")]
    public async Task A_token_that_no_header_can_carry_is_refused_before_it_is_sent(string token)
    {
        using var client = _consul.Client(new() { Token = new Secret(token) });

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new ServiceNames(), 0, Cancellation));

        Assert.Equal(ConsulFailure.Refused, exception.Failure);
        Assert.DoesNotContain("ken", exception.Message.Replace("the token", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(_consul.Requests);
    }

    [Fact]
    public async Task A_blocking_query_ends_when_the_thing_changes()
    {
        _consul.Change(catalog => catalog.Key("a", "1"));
        using var client = _consul.Client();

        var query = client.QueryAsync(new KeyValue("a"), 11, Cancellation);
        await Eventually.HoldsAsync("the agent to hold the query", () => _consul.Blocked == 1);
        _consul.Change(catalog => catalog.Key("a", "2"));
        await Eventually.EndsAsync("the query to end", query);

        Assert.Equal("2", (await query).Value);
    }

    [Fact]
    public async Task An_agent_that_adds_a_sixteenth_and_is_slow_still_answers_in_time()
    {
        using var client = _consul.Client(new() { BlockQueryWait = TimeSpan.FromSeconds(60) });
        var late = new TaskCompletionSource<HttpResponseMessage>();
        _consul.Next(cancellationToken => late.Task.WaitAsync(cancellationToken));
        var query = client.QueryAsync(new KeyValue("a"), 11, Cancellation);
        await Eventually.HoldsAsync("the request", () => _consul.Requests.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(78));
        Assert.False(query.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var exception = await Assert.ThrowsAsync<ConsulException>(() => query);
        Assert.Equal((ConsulFailure.Unreachable, "no answer within 78.8 s"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task An_agent_that_hangs_is_given_up()
    {
        using var client = _consul.Client();
        _consul.Next(Misbehaviours.Hang);
        var query = client.QueryAsync(new KeyValue("a"), 0, Cancellation);
        await Eventually.HoldsAsync("the request", () => _consul.Requests.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(ConsulFailure.Unreachable, (await Assert.ThrowsAsync<ConsulException>(() => query)).Failure);
    }

    [Fact]
    public async Task Cancellation_is_not_a_failure_of_Consul()
    {
        using var client = _consul.Client();
        using var stop = new CancellationTokenSource();
        _consul.Next(Misbehaviours.Hang);
        var query = client.QueryAsync(new KeyValue("a"), 0, stop.Token);
        await Eventually.HoldsAsync("the request", () => _consul.Requests.Count == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
    }

    [Theory]
    [InlineData(400, "Missing key name", ConsulFailure.Refused, "HTTP 400: Missing key name")]
    [InlineData(403, "Permission denied", ConsulFailure.Refused, "HTTP 403: Permission denied")]
    [InlineData(403, "", ConsulFailure.Refused, "HTTP 403: Forbidden")]
    [InlineData(429, "Your IP is issuing too many concurrent connections", ConsulFailure.Busy, "HTTP 429: Your IP is issuing too many concurrent connections")]
    [InlineData(500, "No cluster leader", ConsulFailure.Broken, "HTTP 500: No cluster leader")]
    [InlineData(500, "rpc error making call: ACL not found", ConsulFailure.Refused, "HTTP 500: rpc error making call: ACL not found")]
    [InlineData(500, "rpc error making call: Permission denied", ConsulFailure.Refused, "HTTP 500: rpc error making call: Permission denied")]
    [InlineData(502, "\n\n  <html>\n<body>", ConsulFailure.Broken, "HTTP 502: <html>")]
    [InlineData(503, "a\u001b[31mb", ConsulFailure.Broken, "HTTP 503: a?[31mb")]
    public async Task A_status_decides_the_kind_of_failure_and_the_message_is_one_line(int status, string body, ConsulFailure failure, string message)
    {
        var exception = await FailAsync(Misbehaviours.Status(status, body));

        Assert.Equal((failure, message), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task A_long_error_is_cut()
    {
        var exception = await FailAsync(Misbehaviours.Status(500, new string('x', 100_000)));

        Assert.Equal("HTTP 500: " + new string('x', 200) + "...", exception.Message);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_says_where_it_led()
    {
        var exception = await FailAsync(Misbehaviours.Answer(301, "<a href=...>", ("Location", "/v1/kv/b")));

        Assert.Equal((ConsulFailure.Refused, "HTTP 301: redirects to /v1/kv/b, which is not followed"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task The_token_is_never_in_a_message()
    {
        using var client = _consul.Client(new() { Token = new Secret("s3cr3t") });
        _consul.Next(Misbehaviours.Status(403, "token s3cr3t has no rights"));

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal("HTTP 403: token *** has no rights", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>It works!</html>")]
    [InlineData("[{\"Key\":\"a\"}] trailing")]
    [InlineData("[{\"Key\":\"a\",\"Value\":\"%\"}]")]
    [InlineData("[{\"Key\":\"\\ud800\",\"Value\":null}]")]
    [InlineData("{\"a\":1}")]
    public async Task A_body_that_is_not_Consuls_is_broken(string body)
    {
        var exception = await FailAsync(Misbehaviours.Body(body));

        Assert.Equal((ConsulFailure.Broken, "the answer is not Consul's JSON"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task Nesting_without_end_is_broken() =>
        Assert.Equal(ConsulFailure.Broken, (await FailAsync(Misbehaviours.Body(new string('[', 1_000_000)))).Failure);

    [Fact]
    public async Task A_body_that_is_cut_off_is_broken()
    {
        var exception = await FailAsync(Misbehaviours.CutBody);

        Assert.Equal((ConsulFailure.Broken, "the answer was cut off"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task A_connection_that_is_closed_while_it_is_made_is_a_failure_like_any_other()
    {
        var exception = await FailAsync(Misbehaviours.NotConnected);

        Assert.Equal((ConsulFailure.Unreachable, "connection reset"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_unreachable()
    {
        var exception = await FailAsync(Misbehaviours.ConnectionRefused);

        Assert.Equal((ConsulFailure.Unreachable, "connection refused"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task An_agent_that_closes_the_connection_is_unreachable()
    {
        var exception = await FailAsync(_ => throw Misbehaviours.Closed());

        Assert.Equal((ConsulFailure.Unreachable, "connection closed without an answer"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task A_404_of_another_server_is_not_an_absent_key()
    {
        var exception = await FailAsync(Misbehaviours.Status(404, "<h1>Not here</h1>"));

        Assert.Equal((ConsulFailure.Broken, "HTTP 404: <h1>Not here</h1>"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task A_404_to_a_question_about_services_is_broken()
    {
        _consul.Next(Misbehaviours.Answer(404, "", ("X-Consul-Index", "5")));

        Assert.Equal(ConsulFailure.Broken, (await Assert.ThrowsAsync<ConsulException>(() => AskAsync(new HealthyService("web")))).Failure);
    }

    [Theory]
    [InlineData(IndexHeader.Zero)]
    [InlineData(IndexHeader.Missing)]
    public async Task Without_a_usable_index_the_data_are_used_and_the_index_is_zero(IndexHeader header)
    {
        _consul.IndexHeader = header;
        _consul.Change(catalog => catalog.Key("a", "1"));

        var reading = await AskAsync(new KeyValue("a"));

        Assert.Equal((0ul, "1"), (reading.Index, reading.Value));
    }

    [Fact]
    public async Task A_large_answer_is_read_whole()
    {
        var instances = Enumerable.Range(0, 5_000).Select(number => new ScriptedInstance(number.ToString("d5", CultureInfo.InvariantCulture), 80)).ToArray();
        _consul.Change(catalog => catalog.Service("web", instances));

        var reading = await AskAsync(new HealthyService("web"));

        Assert.Equal(instances.Select(instance => instance.Node), ((EquatableList<ServiceInstance>)reading.Value!).Select(instance => instance.Node));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<string> Targets => _consul.Requests.Select(request => request.Target);

    private async Task<Reading> AskAsync(ConsulQuery dependency)
    {
        using var client = _consul.Client();
        return await client.QueryAsync(dependency, 0, Cancellation);
    }

    private async Task<ConsulException> FailAsync(Misbehaviour misbehaviour)
    {
        _consul.Next(misbehaviour);
        return await Assert.ThrowsAsync<ConsulException>(() => AskAsync(new KeyValue("a")));
    }
}
