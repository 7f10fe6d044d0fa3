using System.Collections.Concurrent;
using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.State;
using ConsulRender.Tests.Faults;
using ConsulRender.Timing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop with an agent in memory, a clock that the test moves and files in a directory of their own; owned by one test.</summary>
internal sealed class RunnerUnderTest : ILogger, IAsyncDisposable
{
    private readonly List<TemplateSettings> _templates = [];
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly CancellationTokenSource _stop = new();
    private Agents? _agents;
    private Agents? _replaced;
    private FaultyWire? _wire;
    private int _turn;

    internal RunnerUnderTest() => (Consul, East) = (new ScriptedConsul(Clock), new ScriptedConsul(Clock));

    internal TemporaryDirectory Directory { get; init; } = new();

    /// <summary>What outlives the loop; nothing unless a test says so.</summary>
    internal StateDirectory? State { get; init; }

    internal TurnCountingClock Clock { get; } = new();

    internal ScriptedConsul Consul { get; }

    /// <summary>The agent that templates ask with <c>consul: "east"</c>.</summary>
    internal ScriptedConsul East { get; }

    internal RetryOptions Retry { get; init; } = new();

    /// <summary>Changes the settings before the start; a template is one of <c>Settings.Template</c>.</summary>
    internal Func<ConsulRender.Settings.Settings, ConsulRender.Settings.Settings> Adjust { get; set; } = settings => settings;

    /// <summary>The random numbers of the splay.</summary>
    internal Func<double> SplayFraction { get; set; } = () => 0;

    internal Runner Runner { get; private set; } = null!;

    internal Task Task { get; private set; } = Task.CompletedTask;

    /// <summary>The supervised child, if there is to be one.</summary>
    internal ExecSettings? Exec { get; set; }

    /// <summary>Where readings are kept for a start without Consul; null for nowhere.</summary>
    internal ConsulRender.ColdStarts.ColdStartOptions? ColdStart { get; init; }

    /// <summary>Is told the status after each turn.</summary>
    internal Action<RunnerStatus>? Published { get; init; }

    /// <summary>The log lines, each with its severity before it.</summary>
    internal IEnumerable<string> Lines => _lines;

    /// <summary>Adds a template with a file of that name; in commands, <c>DIR</c> is the directory and <c>LOG</c> the log. Interval and splay are seconds.</summary>
    internal RunnerUnderTest With(string name, string contents, string? check = null, string? reload = null, string? wait = null, int interval = 0, int splay = 0)
    {
        _templates.Add(new TemplateSettings
        {
            Contents = contents,
            Destination = Directory.Path(name),
            Check = Directory.Command(check),
            Command = Directory.Command(reload),

            // Commands run in real time, and the clock may be far ahead of it.
            CheckTimeout = TimeSpan.FromHours(1000),
            CommandTimeout = TimeSpan.FromHours(1000),
            Wait = wait is null ? null : QuiescencePeriod.Parse(wait),
            MinReloadInterval = TimeSpan.FromSeconds(interval),
            Splay = TimeSpan.FromSeconds(splay),
        });
        return this;
    }

    /// <summary>Adds a template with whatever else the settings may say of it.</summary>
    internal RunnerUnderTest With(string name, string contents, Func<TemplateSettings, TemplateSettings> set)
    {
        With(name, contents);
        _templates[^1] = set(_templates[^1]);
        return this;
    }

    /// <summary>Makes the loop take a turn, so that whatever is due happens before this ends.</summary>
    internal Task TurnAsync()
    {
        _turn++;
        Key("turn", $"{_turn}");
        return HoldsAsync("turn", $"{_turn}");
    }

    /// <summary>The same after a jump of the clock, which may have ended a question before its answer; then it is asked again a little later.</summary>
    internal Task TurnAfterJumpAsync()
    {
        _turn++;
        Key("turn", $"{_turn}");
        return HoldsInTimeAsync("turn", $"{_turn}", TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Starts the loop; without an agent, the snapshot must answer everything.</summary>
    internal RunnerUnderTest Start(bool once = false, Snapshot? snapshot = null, TextWriter? dry = null)
    {
        if (!once)
        {
            With("turn", "{{ key_or_default(\"turn\", \"0\") }}");
        }

        _agents = snapshot is null ? new Agents(Client(), East.Client(new() { Agent = "east" })) : null;
        var options = new RunnerOptions
        {
            Once = once,
            Dry = dry,
            SplayFraction = SplayFraction,
            Snapshot = snapshot ?? Snapshot.Empty,
            Published = Published,
            State = State,
            ColdStart = ColdStart,
        };
        Runner = Runner.Create(Adjust(Settings(_templates)), options, _agents, Clock, this);
        Task = Task.Run(() => Runner.RunAsync(_stop.Token), TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>A real socket between the loop and the agent, when it is asked for before the start.</summary>
    internal FaultyWire Wire => _wire ??= new FaultyWire(Consul, Clock);

    /// <summary>Replaces the text of one template, and perhaps the agent; the others stay.</summary>
    internal async Task<IReadOnlyList<string>> ReplaceAsync(string name, string contents, ScriptedConsul? consul = null)
    {
        var templates = _templates.ConvertAll(template => template.Destination == Directory.Path(name) ? template with { Contents = contents } : template);
        _replaced = consul is null ? null : new Agents(consul.Client(), East.Client(new() { Agent = "east" }));
        var answer = Runner.ReplaceAsync(Settings(templates), _replaced, new SourceFiles(), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("the loop to take or refuse the templates, or to end", () => answer.IsCompleted || Task.IsCompleted);
        if (!answer.IsCompleted)
        {
            await Task;
        }

        return await answer;
    }

    private ConsulClient Client() =>
        _wire is null ? Consul.Client(new() { Retry = Retry }) : new ConsulClient(new() { Retry = Retry, Address = _wire.Address }, Clock);

    private ConsulRender.Settings.Settings Settings(List<TemplateSettings> templates) =>
        new() { Template = templates, Exec = Exec, Agents = new Dictionary<string, ConsulSettings> { ["east"] = new() } };

    internal RunnerUnderTest Key(string key, string value)
    {
        Consul.Change(catalog => catalog.Key(key, value));
        return this;
    }

    /// <summary>Waits until a file holds a text, without moving the clock: what must come at once comes so.</summary>
    internal Task HoldsAsync(string name, string text) => Eventually.HoldsAsync($"{name} to hold \"{text}\"", () => Holds(name, text));

    /// <summary>The same, letting time pass.</summary>
    internal Task HoldsInTimeAsync(string name, string text, TimeSpan step) =>
        Eventually.HoldsAsync($"{name} to hold \"{text}\"", Clock, step, () => Holds(name, text));

    /// <summary>Waits for a log line that begins so, without moving the clock.</summary>
    internal Task SaysAsync(string beginning) => Eventually.HoldsAsync($"the line \"{beginning}...\"", () => Says(beginning));

    /// <summary>The same, letting time pass.</summary>
    internal Task SaysInTimeAsync(string beginning, TimeSpan step) =>
        Eventually.HoldsAsync($"the line \"{beginning}...\"", Clock, step, () => Says(beginning));

    internal bool Exists(string name) => File.Exists(Directory.Path(name));

    internal Task EndsAsync() => Eventually.EndsAsync("the loop to end", Task);

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Eventually.HoldsAsync("the loop to end", () => Task.IsCompleted);
    }

    internal ApplyOutcome.Failed Failure(string name) =>
        Assert.IsType<ApplyOutcome.Failed>(Runner.Status.Groups.Single(group => group.Name == Directory.Path(name)).Outcome);

    /// <summary>Waits until the status says of a group that it failed, which it does at the end of the turn that logged it.</summary>
    internal async Task<ApplyOutcome.Failed> FailsAsync(string name)
    {
        await Eventually.HoldsAsync($"{name} to have failed", () => Runner.Status.Groups.Any(group => group.Name == Directory.Path(name) && group.Outcome is ApplyOutcome.Failed));
        return Failure(name);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await (_wire?.DisposeAsync() ?? ValueTask.CompletedTask);
        _agents?.Dispose();
        _replaced?.Dispose();
        Consul.Dispose();
        East.Dispose();
        _stop.Dispose();
        Directory.Dispose();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

    private bool Says(string beginning) => _lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal));

    private bool Holds(string name, string text) => Exists(name) && Directory.Read(name) == text;
}
