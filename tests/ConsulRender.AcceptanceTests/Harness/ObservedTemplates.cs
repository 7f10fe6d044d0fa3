namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>What an <see cref="ObservedDaemon"/> writes, and the commands that write down what they see. Stateless.</summary>
internal static class ObservedTemplates
{
    /// <summary>How many services, and how many keys, never change.</summary>
    public const int SteadyThings = 20;

    /// <summary>A service of which a guard lets the file have no fewer than two instances.</summary>
    public const string GuardedWeb = "guarded-web";

    /// <summary>A service of the agent itself, whose file a guard does not let become empty.</summary>
    public const string GuardedOwn = "guarded-own";

    private const int SteadyQuestions = 10;

    /// <summary>The groups that have a reload command for themselves, which is named as they are.</summary>
    public static IReadOnlyList<string> Alone { get; } =
        ["single", GuardedWeb, GuardedOwn, .. Enumerable.Range(0, SteadyQuestions).Select(number => $"one-{number}")];

    /// <summary>All files.</summary>
    public static IReadOnlyList<string> Files { get; } = ["out/all", "out/keys", .. Alone.Select(name => $"out/{name}")];

    /// <summary>Writes settings and templates.</summary>
    public static void Write(Workspace workspace, string address, string consul, string more, bool isObserved)
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
            [ "$(grep -c "$3" "$4")" -ge "$2" ] || cp "$4" "incomplete-$1-$$"
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
                {{Guarded(GuardedWeb, 2, """ "min_instances": { "guarded-web": 2 }, "max_shrink": "50%" """)}},
                {{Guarded(GuardedOwn, 1, """ "hold_empty": "30m" """)}},
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

        string Guarded(string name, int least, string guard)
        {
            workspace.Write($"{name}.liquid", $$$"""
                {% for i in service("{{{name}}}") %}{{ i.id }} {{ i.address }}:{{ i.port }}
                {% else %}nobody
                {% endfor %}
                """);
            return Template(name, least, "^guarded-", $"{name} out/{name}", $$""" "guard": { {{guard}} }, """);
        }

        string Template(string name, int count, string pattern, string told, string rest = "") => isObserved
            ? $$"""{ {{rest}} "source": "{{name}}.liquid", "destination": "out/{{name}}", "check": ["./look", "{{name}}", "{{count}}", "{{pattern}}", "{path}"], "command": "./told {{told}}" }"""
            : $$"""{ "source": "{{name}}.liquid", "destination": "out/{{name}}" }""";
    }
}
