using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A run that needs many keys asks a real Consul for them together.</summary>
public sealed class KeysTogetherTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_hundred_keys_are_two_requests_whatever_they_hold()
    {
        await using var agent = new TalkativeConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        var token = await agent.CreateTokenAsync("together/");
        List<(string Key, string Value)> pairs =
        [
            .. Enumerable.Range(0, 95).Select(number => ($"together/{number}", $"value {number}")),
            ("together/a folder/ä \"quoted\"", "x"), ("together/100 % + &", "y"), ("together/empty", ""), ("together/lines", "1\n2\n"), ("together/ünïcode", "日本 🙂"),
        ];
        foreach (var (key, value) in pairs)
        {
            await agent.PutKeyAsync(Uri.EscapeDataString(key), value);
        }

        workspace.Write("t.liquid", string.Concat(pairs.Select(pair => $"{{{{ key('{pair.Key}') }}}};")));

        await workspace.RunAsync(ExitCodes.Success, "-once", "-consul-addr", agent.Address, "-consul-token", token, "-template", "t.liquid:out.txt");

        Assert.Equal(string.Concat(pairs.Select(pair => pair.Value + ";")), workspace.Read("out.txt"));
        await Eventually.HoldsAsync("the agent to have logged them", () => agent.Reads.Count == 2);
        Assert.Equal(["PUT /v1/txn?stale=", "PUT /v1/txn?stale="], agent.Reads);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_does_not_exist_does_not_stand_in_the_way()
    {
        await using var agent = new TalkativeConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        var token = await agent.CreateTokenAsync("sparse/");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => agent.PutKeyAsync($"sparse/{number}", $"{number}")));
        workspace.Write("t.liquid", string.Concat(Enumerable.Range(0, 12).Select(number => $"{{{{ key_or_default('sparse/{number}', 'none') }}}};")));

        await workspace.RunAsync(ExitCodes.Success, "-once", "-consul-addr", agent.Address, "-consul-token", token, "-template", "t.liquid:out.txt");

        Assert.Equal("0;1;2;3;4;5;6;7;8;9;none;none;", workspace.Read("out.txt"));
        await Eventually.HoldsAsync("the agent to have logged them", () => agent.Reads.Count == 4);
        Assert.Equal(
            ["GET /v1/kv/sparse/10?stale=", "GET /v1/kv/sparse/11?stale=", "PUT /v1/txn?stale=", "PUT /v1/txn?stale="],
            agent.Reads.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_the_token_may_not_read_is_named_and_nothing_is_written()
    {
        await using var agent = new TalkativeConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = new Workspace();
        var token = await agent.CreateTokenAsync("allowed/");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => agent.PutKeyAsync($"allowed/{number}", "x")));
        await agent.PutKeyAsync("denied/secret", "x");
        workspace.Write("t.liquid", string.Concat(Enumerable.Range(0, 6).Select(number => $"{{{{ key('allowed/{number}') }}}}")) + "{{ key('denied/secret') }}");

        var run = await workspace.RunAsync(
            ExitCodes.Consul, "-once", "-timeout", "10s", "-consul-addr", agent.Address, "-consul-token", token, "-template", "t.liquid:out.txt");

        Assert.Contains("403", run.Transcript, StringComparison.Ordinal);
        Assert.Contains("key(\"denied/secret\")", run.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("allowed/", run.Transcript, StringComparison.Ordinal);
        Assert.False(File.Exists(workspace["out.txt"]));
    }
}
