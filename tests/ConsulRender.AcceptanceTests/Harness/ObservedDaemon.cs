using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A daemon whose commands write down every text that it was about to write and every one that it told of; owned by the test that started it.</summary>
/// <remarks>Beside what changes all the time there is what never does: a text without all of that was made of half an answer.</remarks>
public sealed class ObservedDaemon : IAsyncDisposable
{
    private const string Gone = "gone";
    private const int MostSaid = 8_000;
    private readonly Workspace _held = new();
    private readonly Workspace _fresh = new();
    private readonly RunningProcess _process;

    /// <summary>Starts it.</summary>
    /// <param name="name">What is special about it, for messages.</param>
    /// <param name="way">HOST:PORT of the way to the agent that can be cut.</param>
    /// <param name="agent">HOST:PORT of the agent itself.</param>
    /// <param name="consul">More of the settings of the connection, each ending with a comma.</param>
    /// <param name="more">More settings, each ending with a comma.</param>
    public ObservedDaemon(string name, string way, string agent, string consul, string more)
    {
        Name = name;
        ObservedTemplates.Write(_held, way, consul, more, isObserved: true);
        ObservedTemplates.Write(_fresh, agent, consul: "", more: "", isObserved: false);
        _process = _held.Start("-config", "settings.json");
    }

    /// <summary>The instances of a service of which a guard lets no file have fewer than two.</summary>
    public static IReadOnlyList<CatalogInstance> Guarded { get; } =
        [.. Enumerable.Range(0, 3).Select(number => new CatalogInstance("guarded-node", "10.3.0.2", ObservedTemplates.GuardedWeb, $"{ObservedTemplates.GuardedWeb}-{number}", 9000 + number))];

    /// <summary>What is special about it.</summary>
    public string Name { get; }

    /// <summary>What it takes of the host now.</summary>
    public ProcessFigures Figures
    {
        get
        {
            if (_process.HasExited)
            {
                // What it said last tells why.
                var said = _process.Transcript;
                Assert.Fail($"{Name} has ended with exit code {_process.ExitCode}\n{said[^Math.Min(said.Length, MostSaid)..]}");
            }

            return ProcessFigures.Of(_process.Id);
        }
    }

    /// <summary>Its log.</summary>
    public string Log => _process.Errors;

    /// <summary>How many texts it told of.</summary>
    public int Reloads => _held.Lines("reloads").Length;

    /// <summary>The absolute path of something where it runs.</summary>
    public string this[string name] => _held[name];

    /// <summary>Makes what never changes, and what changes behind a guard.</summary>
    /// <param name="server">Who knows all.</param>
    /// <param name="local">Whose own service is guarded; it is gone with its data.</param>
    public static async Task RegisterSteadyAsync(ConsulAgent server, ConsulAgent local)
    {
        for (var number = 0; number < ObservedTemplates.SteadyThings; number++)
        {
            await server.RegisterAsync(new("steady-node", "10.3.0.1", $"steady-{number}", $"steady-{number}-1", 8000 + number) { Status = "passing" });
            await server.PutKeyAsync($"steady/{number}", $"{number}");
        }

        foreach (var instance in Guarded)
        {
            await server.RegisterAsync(instance);
        }

        await RegisterOwnAsync(local);
    }

    /// <summary>Makes the guarded service of the agent itself.</summary>
    public static Task RegisterOwnAsync(ConsulAgent local) =>
        local.PutAsync("agent/service/register", new JsonObject { ["Name"] = ObservedTemplates.GuardedOwn, ["Port"] = 7000 });

    /// <summary>Sends it a signal.</summary>
    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>Lets what was told count no more, as when the files are gone: those that are written again are told again.</summary>
    public void ExpectAllAgain() => File.AppendAllLines(_held["reloads"], ((string[])["both", .. ObservedTemplates.Alone]).Select(name => $"{name} {Gone}"));

    /// <summary>Waits until its files are those of a fresh run, and nothing is told of them any more.</summary>
    public async Task ConvergesAsync(string what, TimeSpan timeout)
    {
        await Convergence.MeetAsync($"{what}, {Name}", _held, _process, _fresh, ObservedTemplates.Files, timeout);
        await Eventually.HoldsAsync(
            $"the last reload of {Name} saw the files as they are, {what}",
            () => Told("both").LastOrDefault() == Hash("out/all", "out/keys") && ObservedTemplates.Alone.All(name => Told(name).LastOrDefault() == Hash($"out/{name}")),
            () => _process.Transcript);
    }

    /// <summary>No text was about to be written that lacks what never changed, and no reload was for the text of the one before.</summary>
    /// <remarks>After a reload that failed the files are as before, and that must be told.</remarks>
    public void AssertOnlyChangesWereTold(string what)
    {
        var incomplete = Directory.GetFiles(_held.Path, "incomplete-*");
        Assert.True(incomplete.Length == 0, $"{what}, {Name}: a text without all that never changed was about to be written:\n{string.Join('\n', incomplete.Take(1).Select(File.ReadAllText))}\n{string.Join('\n', Convergence.Said(_process))}");
        foreach (var name in (string[])["both", .. ObservedTemplates.Alone])
        {
            var told = Told(name);
            var twice = told.Zip(told.Skip(1)).Count(pair => pair.First == pair.Second && pair.First != Gone);
            Assert.True(twice == 0, $"{what}, {Name}: {twice} of {told.Length} reloads of {name} were for a text that was told already\n{string.Join('\n', told)}\n{_process.Transcript}");
        }
    }

    /// <summary>There was a reload for each text that was checked, and none besides; holds when no command ever failed.</summary>
    public void AssertEachTextWasToldOnce(string what)
    {
        foreach (var name in ObservedTemplates.Alone)
        {
            Assert.True(_held.Lines($"checked-{name}").SequenceEqual(Told(name)), $"{what}, {Name}: not every text of {name} that was checked was told once\n{_process.Transcript}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _held.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    private string[] Told(string name) => [.. _held.Lines("reloads").Where(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];

    private string Hash(params string[] files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(_held.Read)))));
}
