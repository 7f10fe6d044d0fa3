using ConsulRender.ColdStarts;
using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Saved;
using Xunit;

namespace ConsulRender.Tests.Engine.ColdStarts;

/// <summary>A start without Consul, from readings that an earlier run saved.</summary>
public sealed class ColdStartTests : IAsyncDisposable
{
    private const string Place = "http://127.0.0.1:8500/";

    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly RunnerUnderTest _runner;
    private readonly string _file;

    public ColdStartTests()
    {
        var directory = new TemporaryDirectory();
        _file = directory.Path("state/snapshot.json");
        _runner = new RunnerUnderTest { Directory = directory, ColdStart = new ColdStartOptions(_file) { WithSecrets = true } };
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task An_agent_that_refuses_is_not_waited_for()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("turn"), 0, null, Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("out", "{{ key(\"a\") }}").Start();

        await _runner.HoldsAsync("out", "old");
        await _runner.SaysAsync("Warning: Consul gives no answer (");
        Assert.Contains(_runner.Lines, line => line.EndsWith("2 groups are rendered from readings saved 1999-12-31T23:00:00Z (1h ago)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agent_that_hangs_is_waited_for_two_seconds()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("turn"), 0, null, Saved));
        _runner.Consul.Always = Misbehaviours.Hang;
        _runner.With("out", "{{ key(\"a\") }}").Start();
        await Eventually.HoldsAsync("both questions to be asked", () => _runner.Consul.Requests.Count == 2);
        await AdvanceAsync(Silence.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(_runner.Exists("out"));

        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        await _runner.HoldsAsync("out", "old");
        await _runner.SaysAsync("Warning: Consul gives no answer (nothing within 2s); 2 groups are rendered from readings saved");
    }

    [Fact]
    public async Task The_status_says_from_when_the_data_are_until_Consul_has_answered_it_all()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("turn"), 0, null, Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "old");
        await Eventually.HoldsAsync("the group to be stale", () => Group("out").Condition.Reason == ConditionReason.Stale);

        Assert.Equal((ConditionState.Degraded, Saved), (Group("out").Condition.State, Group("out").StaleAsOf));
        Assert.StartsWith("stale data of 1999-12-31T23:00:00Z (key(\"", Group("out").Condition.Message, StringComparison.Ordinal);

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "new", _step);
        await _runner.SaysInTimeAsync("Information: Consul has answered all that was rendered from saved readings", _step);
        await Eventually.HoldsAsync("the group to be healthy", _runner.Clock, _step, () => Group("out").Condition.State == ConditionState.Healthy);
        Assert.Null(Group("out").StaleAsOf);
    }

    [Fact]
    public async Task Nothing_is_read_from_the_disk_while_Consul_answers()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("b"), 0, "old", Saved));
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").With("other", "{{ key(\"b\") }}").Start();
        await _runner.HoldsAsync("out", "new");
        await AdvanceAsync(TimeSpan.FromSeconds(9));

        Assert.False(_runner.Exists("other"));
        Assert.DoesNotContain(_runner.Lines, line => line.Contains("saved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_there_is_no_such_key_wins_over_what_was_saved()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("turn"), 0, null, Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("out", "{{ key_or_default(\"a\", \"none\") }}").Start();
        await _runner.HoldsAsync("out", "old");

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "none", TimeSpan.FromSeconds(1));
    }

    // As in a daemon that was running all the time: a Consul that has just been started again answers before it knows its services.
    [Fact]
    public async Task That_everything_is_gone_is_doubted_after_a_start_without_Consul()
    {
        var web = new HealthyService("web");
        Save(new Reading(web, 0, Instances("n1"), Saved), new Reading(new KeyValue("turn"), 0, null, Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("out", "x{% for i in service(\"web\") %}{{ i.node }}{% endfor %}").Start();
        await _runner.HoldsAsync("out", "xn1");

        _runner.Consul.Always = null;
        var before = _runner.Clock.GetUtcNow();
        await _runner.HoldsInTimeAsync("out", "x", _step);
        Assert.InRange(_runner.Clock.GetUtcNow() - before, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task What_is_found_on_the_way_comes_from_the_disk_too()
    {
        Save(
            new Reading(new ServiceNames(), 0, (EquatableList<ServiceName>)[new("db", []), new("web", [])], Saved),
            new Reading(new HealthyService("db"), 0, Instances("n1"), Saved),
            new Reading(new HealthyService("web"), 0, Instances("n2", "n3"), Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("out", "{% for s in services() %}{{ s.name }}:{% for i in service(s.name) %} {{ i.node }}{% endfor %};{% endfor %}").Start();

        await _runner.HoldsInTimeAsync("out", "db: n1;web: n2 n3;", TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Who_needs_what_was_not_saved_waits_and_is_told_of_state_secrets()
    {
        Save(withSecrets: false, new Reading(new KeyValue("password"), 0, "x", Saved), new Reading(new ServiceNames(), 0, (EquatableList<ServiceName>)[new("web", [])], Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("secret", "{{ key(\"password\") }}").With("open", "{% for s in services() %}{{ s.name }}{% endfor %}").Start();

        await _runner.HoldsAsync("open", "web");
        await _runner.SaysInTimeAsync("Warning: Consul gives no answer (", TimeSpan.FromMilliseconds(1));
        Assert.Contains(_runner.Lines, line => line.EndsWith("; what may be secret is not saved without state_secrets = true, and is waited for: key(\"password\")", StringComparison.Ordinal));
        Assert.False(_runner.Exists("secret"));
    }

    [Fact]
    public async Task Readings_of_another_agent_are_not_used_and_that_is_told_once()
    {
        Save(new Dictionary<string, string> { [""] = "http://10.0.0.1:8500/", ["east"] = Place }, withSecrets: true, new Reading(new KeyValue("a"), 0, "old", Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").Start();
        var told = $"Warning: the saved readings in {_file} are not used: they are of http://10.0.0.1:8500/, and {Place} is asked now";
        await _runner.SaysAsync(told);
        Assert.False(_runner.Exists("out"));

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "new", _step);
        Assert.Single(_runner.Lines, told);
    }

    [Fact]
    public async Task A_file_of_garbage_is_told_once_and_the_daemon_waits_for_Consul()
    {
        _runner.Directory.Write("state/snapshot.json", "garbage\n");
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").Start();
        await _runner.SaysAsync($"Warning: the saved readings in {_file} cannot be used: line 1: ");

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "new", _step);
        Assert.Single(_runner.Lines, line => line.Contains("saved readings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_file_a_daemon_waits_as_ever()
    {
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").Start();
        await _runner.SaysInTimeAsync("Warning: still waiting for key(\"a\")", _step);

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "new", _step);
        Assert.DoesNotContain(_runner.Lines, line => line.Contains("saved", StringComparison.Ordinal));
    }

    // What it says and what an earlier run heard are not of one time.
    [Fact]
    public async Task A_question_that_fails_while_the_agent_answers_others_is_waited_for()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("b"), 0, "old", Saved));
        _runner.Consul.Always = Misbehaviours.Status(500, "rpc error");
        _runner.Consul.AlwaysAt = "/v1/kv/b";
        _runner.Key("a", "new").Key("b", "new").With("out", "{{ key(\"a\") }} {{ key(\"b\") }}").Start();
        await _runner.SaysAsync("Warning: key(\"b\"): ");
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.False(_runner.Exists("out"));

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "new new", _step);
    }

    [Fact]
    public async Task While_Consul_comes_back_old_answers_are_not_written_among_new_ones()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved), new Reading(new KeyValue("b"), 0, "old", Saved));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").Key("b", "new").With("out", "{{ key(\"a\") }} {{ key(\"b\") }}", reload: "cat DIR/out >> LOG; echo >> LOG").Start();
        await _runner.HoldsAsync("out", "old old");

        _runner.Consul.AlwaysAt = "/v1/kv/b";
        await Eventually.HoldsAsync("key a to be answered", _runner.Clock, _step, () => _runner.Lines.Any(line => line.Contains("key(\"a\"): Consul answers again", StringComparison.Ordinal)));
        _runner.Consul.Always = null;
        await Eventually.HoldsAsync("the second reload", _runner.Clock, _step, () => _runner.Directory.Log is [_, "new new"]);
        Assert.Equal(["old old", "new new"], _runner.Directory.Log);
    }

    [Fact]
    public async Task The_time_of_templates_is_that_of_the_newest_saved_reading()
    {
        Save(new Reading(new KeyValue("a"), 0, "old", Saved.AddMinutes(-5)), new Reading(new KeyValue("b"), 0, "old", Saved.AddMinutes(-9)));
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("out", "{{ key(\"b\") }} {{ key(\"a\") }} {{ timestamp() }}").Start();

        await _runner.HoldsAsync("out", "old old 1999-12-31T22:55:00Z");
    }

    private static DateTimeOffset Saved => new(1999, 12, 31, 23, 0, 0, TimeSpan.Zero);

    private static EquatableList<ServiceInstance> Instances(params string[] nodes) =>
        [.. nodes.Select(node => new ServiceInstance { Host = new CatalogNode { Name = node, Address = "10.0.0.1" }, Id = "i", Name = "web", Address = "10.0.0.1", Port = 80, Checks = [] })];

    private GroupStatus Group(string name) => _runner.Runner.Status.Groups.Single(group => group.Name == _runner.Directory.Path(name));

    private Task AdvanceAsync(TimeSpan time)
    {
        var turns = _runner.Clock.Turns;
        _runner.Clock.Advance(time);
        _runner.Runner.Wake();
        return Eventually.HoldsAsync("the loop to take a turn", () => _runner.Clock.Turns > turns);
    }

    private void Save(params Reading[] readings) => Save(withSecrets: true, readings);

    private void Save(bool withSecrets, params Reading[] readings) =>
        Save(new Dictionary<string, string> { [""] = Place, ["east"] = Place }, withSecrets, readings);

    private void Save(Dictionary<string, string> agents, bool withSecrets, params Reading[] readings) =>
        new SavedFile(_file).Write(new SavedReadings { AsOf = Saved, Agents = agents, Readings = readings }, withSecrets);
}
