using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop with an agent without a name and one called "east".</summary>
public sealed class RunnerAgentsTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task One_template_reads_the_same_key_of_two_agents()
    {
        Start(("out", "{{ key(\"a\") }} {{ key(\"a\", consul: \"east\") }}"));
        await _runner.HoldsAsync("out", "1 e1");

        East("a", "e2");
        await _runner.HoldsAsync("out", "1 e2");
        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "2 e2");
        Assert.DoesNotContain(_runner.East.Requests, request => request.Parameters.ContainsKey("consul"));
    }

    [Fact]
    public async Task An_agent_that_is_away_holds_up_only_the_groups_that_ask_it()
    {
        _runner.East.Always = Misbehaviours.ConnectionRefused;
        Start(("own", "{{ key(\"a\") }}"), ("both", "{{ key(\"a\") }} {{ key(\"a\", consul: \"east\") }}"));
        await _runner.HoldsAsync("own", "1");
        _runner.Key("a", "2");
        await _runner.HoldsAsync("own", "2");
        await _runner.SaysAsync("Warning: key(\"a\", consul: \"east\"): connection refused; next try in ");
        Assert.False(_runner.Exists("both"));

        _runner.East.Always = null;
        await _runner.HoldsInTimeAsync("both", "2 e1", Step);
    }

    [Fact]
    public async Task An_agent_that_goes_away_later_holds_up_only_the_groups_that_ask_it()
    {
        Start(("own", "{{ key(\"a\") }}"), ("both", "{{ key(\"a\") }} {{ key(\"a\", consul: \"east\") }}"));
        await _runner.HoldsAsync("both", "1 e1");
        await LoseAsync(_runner.East);
        await _runner.SaysAsync("Warning: key(\"a\", consul: \"east\"): ");

        _runner.Key("a", "2");
        await _runner.HoldsAsync("own", "2");
        await _runner.TurnAsync();
        Assert.Equal("1 e1", _runner.Directory.Read("both"));

        _runner.East.Always = null;
        await _runner.HoldsInTimeAsync("both", "2 e1", Step);
    }

    /// <summary>A killed agent resets the connections that it had not read from, ends the others and refuses new ones.</summary>
    [Fact]
    public async Task An_agent_that_goes_away_in_several_ways_says_it_once()
    {
        _runner.East.Next(_ => throw Misbehaviours.Closed(), Misbehaviours.ConnectionRefused);
        Start(("out", "{{ key(\"a\", consul: \"east\") }}{{ key(\"b\", consul: \"east\") }}"));
        await Eventually.HoldsAsync("the troubles of both", () => Troubles("east") == 2);
        await _runner.HoldsInTimeAsync("out", "e1e1", Step);

        Assert.Equal(1, Count("Warning: ", "consul: \"east\"): "));
    }

    /// <summary>Several questions of an agent that goes away make one warning, but one for each agent; and so for what they say when they are back.</summary>
    [Fact]
    public async Task Each_agent_says_once_that_it_is_away_and_once_that_it_is_back()
    {
        Start(("out", "{{ key(\"a\") }}{{ key(\"b\") }} {{ key(\"a\", consul: \"east\") }}{{ key(\"b\", consul: \"east\") }}"));
        await _runner.HoldsAsync("out", "11 e1e1");
        _runner.Consul.AlwaysAt = "/v1/kv/a";
        await LoseAsync(_runner.East);
        await LoseAsync(_runner.Consul);
        await Eventually.HoldsAsync("a warning of each agent", () => Count("Warning: ", "connection closed") >= 2);
        await Eventually.HoldsAsync("the troubles of both", _runner.Clock, Step, () => (Troubles("east"), Troubles("\"a\")")) == (2, 1));

        // Which of an agent's questions is told first is a race.
        Assert.Equal((2, 1), (Count("Warning: ", "connection closed"), Count("Warning: ", "consul: \"east\"): ")));

        _runner.East.Always = null;
        await Eventually.HoldsAsync("the answers of the one agent", _runner.Clock, Step, () => (Troubles("east"), Troubles("\"a\")")) == (0, 1));
        await Eventually.HoldsAsync("the word of the one agent", () => Count("Information: ", "consul: \"east\"): Consul answers again") > 0);
        Assert.Equal(1, Count("Information: ", "Consul answers again"));
    }

    [Fact]
    public async Task A_run_once_asks_only_the_agents_that_its_templates_name()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal("1", _runner.Directory.Read("out"));
        Assert.Empty(_runner.East.Requests);
    }

    private void Start(params (string Name, string Template)[] templates)
    {
        _runner.Key("a", "1").Key("b", "1");
        East("a", "e1");
        East("b", "e1");
        foreach (var (name, template) in templates)
        {
            _runner.With(name, template);
        }

        _runner.Start();
    }

    private void East(string key, string value) => _runner.East.Change(catalog => catalog.Key(key, value));

    private static async Task LoseAsync(ScriptedConsul agent)
    {
        await Eventually.HoldsAsync("a query that waits", () => agent.Blocked > 0);
        agent.Always = Misbehaviours.ConnectionRefused;
        agent.Cut();
    }

    private int Troubles(string words) => _runner.Runner.Status.Troubles.Keys.Count(question => question.ToString().Contains(words, StringComparison.Ordinal));

    private int Count(string beginning, string words) =>
        _runner.Lines.Count(line => line.StartsWith(beginning, StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
}
