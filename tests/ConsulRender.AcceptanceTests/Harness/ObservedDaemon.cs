using System.Security.Cryptography;
using System.Text;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A daemon whose commands write down every text that it was about to write and every one that it told of; owned by the test that started it.</summary>
/// <remarks>Beside what changes all the time there is what never does: a text without all of that was made of half an answer.</remarks>
public sealed class ObservedDaemon : IAsyncDisposable
{
    private const int SteadyThings = 20;
    private const int SteadyQuestions = 10;
    private static readonly string[] Ones = [.. Enumerable.Range(0, SteadyQuestions).Select(number => $"one-{number}")];
    private static readonly string[] Files = ["out/all", "out/keys", "out/single", .. Ones.Select(name => $"out/{name}")];

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
        Write(_held, way, consul, more, isObserved: true);
        Write(_fresh, agent, consul: "", more: "", isObserved: false);
        _process = _held.Start("-config", "settings.json");
    }

    /// <summary>What is special about it.</summary>
    public string Name { get; }

    /// <summary>What it takes of the host now.</summary>
    public ProcessFigures Figures => ProcessFigures.Of(_process.Id);

    /// <summary>Its log.</summary>
    public string Log => _process.Errors;

    /// <summary>How many texts it told of.</summary>
    public int Reloads => _held.Lines("reloads").Length;

    /// <summary>The absolute path of something where it runs.</summary>
    public string this[string name] => _held[name];

    /// <summary>Makes what never changes.</summary>
    public static async Task RegisterSteadyAsync(ConsulAgent server)
    {
        for (var number = 0; number < SteadyThings; number++)
        {
            await server.RegisterAsync(new("steady-node", "10.3.0.1", $"steady-{number}", $"steady-{number}-1", 8000 + number) { Status = "passing" });
            await server.PutKeyAsync($"steady/{number}", $"{number}");
        }
    }

    /// <summary>Sends it a signal.</summary>
    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>Waits until its files are those of a fresh run, and nothing is told of them any more.</summary>
    public async Task ConvergesAsync(string what, TimeSpan timeout)
    {
        await Convergence.MeetAsync($"{what}, {Name}", _held, _process, _fresh, Files, timeout);
        await Eventually.HoldsAsync(
            $"the last reload of {Name} saw the files as they are, {what}",
            () => Told("both").LastOrDefault() == Hash("out/all", "out/keys") && Told("single").LastOrDefault() == Hash("out/single"),
            () => _process.Transcript);
    }

    /// <summary>No text was about to be written that lacks what never changed, and no reload was for the text of the one before.</summary>
    /// <remarks>After a reload that failed the files are as before, and that must be told.</remarks>
    public void AssertOnlyChangesWereTold(string what)
    {
        var incomplete = Directory.GetFiles(_held.Path, "incomplete-*");
        Assert.True(incomplete.Length == 0, $"{what}, {Name}: a text without all that never changed was about to be written:\n{string.Join('\n', incomplete.Take(1).Select(File.ReadAllText))}\n{string.Join('\n', Convergence.Said(_process))}");
        foreach (var name in (string[])["both", "single", .. Ones])
        {
            var told = Told(name);
            var twice = told.Zip(told.Skip(1)).Count(pair => pair.First == pair.Second);
            Assert.True(twice == 0, $"{what}, {Name}: {twice} of {told.Length} reloads of {name} were for a text that was told already\n{string.Join('\n', told)}\n{_process.Transcript}");
        }
    }

    /// <summary>There was a reload for each text that was checked, and none besides; holds when no command ever failed.</summary>
    public void AssertEachTextWasToldOnce(string what)
    {
        foreach (var name in (string[])["single", .. Ones])
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

    private static void Write(Workspace workspace, string address, string consul, string more, bool isObserved)
    {
        const string Instances = """{% for i in instances %} {{ i.node }} {{ i.id }} {{ i.node_address }} {{ i.address }}:{{ i.port }} {{ i.tags | join: "," }} {{ i.status }}{% endfor %}""";
        workspace.Write("all.liquid", $$$"""
            {% for s in services %}{% unless s.name == "consul" %}{{ s.name }}{% assign instances = service(s.name, status: "any") %}{{{Instances}}}{% endunless %}
            {% endfor %}
            """);
        workspace.Write("keys.liquid", """
            {% for p in tree("steady") %}steady {{ p.path }}="{{ p.value }}"
            {% endfor %}{% for p in tree("churn") %}{{ p.path }}="{{ p.value }}"
            {% endfor %}
            """);
        workspace.Write("single.liquid", $$$"""
            {% for n in (0..9) %}{% assign name = "steady-" | append: n %}{{ name }}{% assign instances = service(name) %}{{{Instances}}}
            {% assign name = "svc-" | append: n %}{{ name }}{% assign instances = service(name, status: "any") %}{{{Instances}}}
            {% endfor %}{% for k in (0..14) %}{% assign path = "churn/" | append: k %}{{ key_or_default(path, "none") }}
            {% endfor %}
            """);

        // What is checked is what would be written, so nothing escapes between two looks at the file.
        workspace.WriteScript("look", """
            [ "$(grep -c "$3" "$4")" = "$2" ] || cp "$4" "incomplete-$1-$$"
            [ ! -e refuse-check ] || exit 1
            sha256sum < "$4" | cut -d ' ' -f 1 >> "checked-$1"
            """);
        workspace.WriteScript("told", """
            name=$1; shift
            echo "$name $(cat "$@" | sha256sum | cut -d ' ' -f 1)" >> reloads
            [ ! -e refuse-reload ] || { echo "$name failed" >> reloads; exit 1; }
            """);
        workspace.Write("settings.json", $$"""
            {
              "consul": { {{consul}} "address": "{{address}}" }, {{more}}
              "template": [
                {{Template("all", SteadyThings, "^steady-[0-9]* steady-node .* passing", "both out/all out/keys")}},
                {{Template("keys", SteadyThings, "^steady steady/", "both out/all out/keys")}},
                {{Template("single", SteadyQuestions, "^steady-[0-9]* steady-node .* passing", "single out/single")}},
                {{string.Join(", ", Enumerable.Range(0, SteadyQuestions).Select(One))}}
              ]
            }
            """);

        // A group that waits for many answers is held up by any that fails, so those of one question are the first to be wrong.
        string One(int number)
        {
            workspace.Write($"one-{number}.liquid", $$$"""{% for i in service("steady-{{{number}}}") %}{{ i.id }} {{ i.port }}{% else %}nobody{% endfor %}""");
            return Template($"one-{number}", 1, "^steady-", $"one-{number} out/one-{number}");
        }

        string Template(string name, int count, string pattern, string told) => isObserved
            ? $$"""{ "source": "{{name}}.liquid", "destination": "out/{{name}}", "check": ["./look", "{{name}}", "{{count}}", "{{pattern}}", "{path}"], "command": "./told {{told}}" }"""
            : $$"""{ "source": "{{name}}.liquid", "destination": "out/{{name}}" }""";
    }
}
