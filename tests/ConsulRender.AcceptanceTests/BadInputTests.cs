using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Every kind of bad input: one clear line, an exit code of its own, and nothing on disk changed.</summary>
public sealed class BadInputTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const string Good = """{ "template": { "source": "t.liquid", "destination": "out/file" } }""";

    /// <summary>The table: what is bad, how the program is called, the exit code, and what the one line must say.</summary>
    public static TheoryData<string, string[], int, string[]> Table => new()
    {
        { "an unknown flag", ["-once", "-tempalte", "t.liquid:out/file"], ExitCodes.Usage, ["-tempalte"] },
        { "a flag that needs a duration and gets a word", ["-once", "-timeout", "soon", "-config", "good.json"], ExitCodes.Usage, ["soon"] },
        { "a template flag without a destination", ["-once", "-template", "t.liquid"], ExitCodes.Usage, ["t.liquid"] },
        { "nothing to do", ["-once"], ExitCodes.Usage, ["template"] },
        { "settings that are not there", ["-once", "-config", "absent.json"], ExitCodes.Settings, ["absent.json"] },
        { "settings that are not JSON", ["-once", "-config", "malformed.json"], ExitCodes.Settings, ["malformed.json:2:"] },
        { "an unknown key in the settings", ["-once", "-config", "unknown-key.json"], ExitCodes.Settings, ["unknown-key.json:2:3", "templat"] },
        { "a fixture that is not there", ["-once", "-snapshot", "absent.json", "-config", "good.json"], ExitCodes.Settings, ["absent.json"] },
        { "an unknown key in the fixture", ["-once", "-snapshot", "bad-catalog.json", "-config", "good.json"], ExitCodes.Settings, ["bad-catalog.json:1:", "kyes"] },
        { "a template that is not there", Template("absent.liquid"), ExitCodes.Template, ["absent.liquid"] },
        { "a template with a syntax error", Template("syntax.liquid"), ExitCodes.Template, ["syntax.liquid:2:"] },
        { "a filter that does not exist", Template("filter.liquid"), ExitCodes.Template, ["filter.liquid:1:10", "upcse"] },
        { "a function that does not exist", Template("function.liquid"), ExitCodes.Template, ["function.liquid:1:4", "kee"] },
        { "an agent that the settings do not define", ["-once", "-snapshot", "catalog.json", "-config", "agents.json"], ExitCodes.Template, ["agent.liquid:1:21", "est", "did you mean \"east\"?"] },
        { "an agent without a port", ["-once", "-config", "portless.json"], ExitCodes.Settings, ["portless.json:1:25", "has no port; write localhost:8500"] },
        { "an agent without an address", ["-once", "-config", "homeless.json"], ExitCodes.Settings, ["homeless.json:1:15", "\"east\" needs an \"address\""] },
        { "a question with a mark and nothing behind it", Template("mark.liquid"), ExitCodes.Template, ["mark.liquid:2:4", "service(\"web@\")", "character 4"] },
        { "a question with an unknown parameter", Template("parameter.liquid"), ExitCodes.Template, ["parameter.liquid:1:4", "\"nss\" at character 3", "did you mean \"ns\"?"] },
        { "a partial that is not there", Template("partial.liquid"), ExitCodes.Template, ["partial.liquid:1:", "nowhere"] },
        { "a check command that is not there", ["-once", "-snapshot", "catalog.json", "-config", "check-absent.json"], ExitCodes.Check, ["no-such-program"] },
        { "a check command that says no", ["-once", "-snapshot", "catalog.json", "-config", "check-false.json"], ExitCodes.Check, ["out/file"] },
        { "a check command that never ends", ["-once", "-snapshot", "catalog.json", "-config", "check-slow.json"], ExitCodes.Check, ["300ms"] },
        { "a template whose output is empty", Template("blank.liquid"), ExitCodes.Refused, ["out/file", "empty"] },
        { "a missing directory that must not be made", ["-once", "-snapshot", "catalog.json", "-config", "no-directory.json"], ExitCodes.Destination, ["absent/file"] },
        { "a destination that is a directory", ["-once", "-snapshot", "catalog.json", "-template", "t.liquid:out"], ExitCodes.Destination, ["out"] },
        { "an agent that is not there", ["-once", "-timeout", "700ms", "-consul-addr", "127.0.0.1:1", "-config", "good.json"], ExitCodes.Timeout, ["key(\"x\") at t.liquid:1:4"] },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Table))]
    public async Task Bad_input_gives_one_clear_line_and_its_exit_code_and_changes_nothing(
        string what, string[] arguments, int exitCode, string[] words)
    {
        await using var workspace = NewWorkspace();
        var before = workspace.Contents();

        var run = await workspace.RunAsync(exitCode, arguments);

        AssertOneClearLine(run, words);
        Assert.True(before.SequenceEqual(workspace.Contents()), $"{what} changed something on disk");
    }

    [Fact(Timeout = 60_000)]
    public async Task All_mistakes_in_the_settings_are_shown_together()
    {
        await using var workspace = NewWorkspace();
        workspace.Write("two.json", """{ "template": [ { "destination": "out/a" }, { "source": "t.liquid" } ] }""");

        var run = await workspace.RunAsync(ExitCodes.Settings, "-once", "-config", "two.json");

        var complaints = Workspace.Complaints(run);
        Assert.Contains(complaints, line => line.Contains("source", StringComparison.Ordinal));
        Assert.Contains(complaints, line => line.Contains("destination", StringComparison.Ordinal));
    }

    /// <summary>What only Consul can know to be wrong, its own words, and the exit code; a datacenter may still join, so it is waited for.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("service(\"web\", dc: \"nowhere\")", "No path to datacenter", ExitCodes.Timeout)]
    [InlineData("key(\"x\", dc: \"nowhere\")", "No path to datacenter", ExitCodes.Timeout)]
    [InlineData("services(dc: \"nowhere\")", "No path to datacenter", ExitCodes.Timeout)]
    [InlineData("service(\"web\", filter: \"Bogus == 1\")", "Selector \"Bogus\" is not valid", ExitCodes.Consul)]
    [InlineData("key(\"x\", ns: \"team\")", "Namespaces are a Consul Enterprise feature", ExitCodes.Consul)]
    [InlineData("prepared_query(\"nope\")", "Query not found", ExitCodes.Consul)]
    public async Task A_question_that_Consul_refuses_is_told_with_its_place_in_the_template(string question, string words, int exitCode)
    {
        await using var workspace = NewWorkspace();
        workspace.Write("t.liquid", $"\n  {{{{ {question} | size }}}}");
        var before = workspace.Contents();

        var run = await workspace.RunAsync(exitCode, "-once", "-timeout", "1500ms", "-consul-addr", agent.Address, "-config", "good.json");

        AssertOneClearLine(run, ["t.liquid:2:6", question, words]);
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_that_Consul_does_not_know_is_an_error_of_its_own()
    {
        await using var guarded = new GuardedConsulAgent();
        await guarded.InitializeAsync();
        await using var workspace = NewWorkspace();
        var before = workspace.Contents();
        const string token = "99999999-8888-7777-6666-555555555555";

        var run = await workspace.RunAsync(
            ExitCodes.Consul, "-once", "-timeout", "10s", "-consul-addr", guarded.Address, "-consul-token", token, "-config", "good.json");

        AssertOneClearLine(run, ["403", "key(\"x\")"]);
        Assert.DoesNotContain(token, run.Transcript, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_destination_on_a_read_only_file_system_is_named()
    {
        await using var workspace = NewWorkspace();
        await using var mount = await MountedDirectory.CreateAsync(workspace["mounted"], "64k");
        workspace.Write("mounted/file", "old");
        await mount.MakeReadOnlyAsync();
        var before = workspace.Contents();

        var run = await workspace.RunAsync(ExitCodes.Destination, "-once", "-snapshot", "catalog.json", "-template", "t.liquid:mounted/file");

        AssertOneClearLine(run, ["mounted/file", "ead-only"]);
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_disk_leaves_the_old_file_and_no_stray_one()
    {
        await using var workspace = NewWorkspace();
        await using var mount = await MountedDirectory.CreateAsync(workspace["mounted"], "64k");
        workspace.Write("mounted/file", "old");
        workspace.Write("big.liquid", "{{ key(\"x\") }}\n" + new string('#', 200_000));
        var before = workspace.Contents();

        var run = await workspace.RunAsync(ExitCodes.Destination, "-once", "-snapshot", "catalog.json", "-template", "big.liquid:mounted/file");

        AssertOneClearLine(run, ["mounted/file", "space"]);
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_daemon_lives_through_a_full_disk_and_writes_when_there_is_space_again()
    {
        await using var workspace = NewWorkspace();
        await using var mount = await MountedDirectory.CreateAsync(workspace["mounted"], "64k");
        workspace.Write("big.liquid", """{{ key("full/x") }}""");
        await agent.PutKeyAsync("full/x", "small");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "big.liquid:mounted/file");
        await workspace.FileHoldsAsync("mounted/file", "small", daemon);

        await agent.PutKeyAsync("full/x", new string('#', 200_000));
        await Eventually.HoldsAsync(
            "a message about the space", () => daemon.Errors.Contains("space", StringComparison.OrdinalIgnoreCase), () => daemon.Transcript);
        Assert.Equal("small", workspace.Read("mounted/file"));
        Assert.Single(Directory.EnumerateFileSystemEntries(workspace["mounted"]));

        await agent.PutKeyAsync("full/x", "small again");
        await workspace.FileHoldsAsync("mounted/file", "small again", daemon);
        daemon.Send(Signal.Terminate);
        await daemon.ExitsAsync();
    }

    private static Workspace NewWorkspace()
    {
        var workspace = new Workspace();
        workspace.Write("out/file", "old");
        workspace.Write("catalog.json", """{ "keys": { "x": "new" } }""");
        workspace.Write("bad-catalog.json", """{ "kyes": { "x": "new" } }""");
        workspace.Write("good.json", Good);
        workspace.Write("malformed.json", "{\n  \"template\": [ }\n");
        workspace.Write("unknown-key.json", "{\n  \"templat\": []\n}\n");
        workspace.Write("check-absent.json", With("\"check\": [\"no-such-program\", \"{path}\"]"));
        workspace.Write("check-false.json", With("\"check\": \"test -z {path}\""));
        workspace.Write("check-slow.json", With("\"check\": \"sleep 20; true {path}\", \"check_timeout\": \"300ms\""));
        workspace.Write("no-directory.json", Good.Replace("out/file\"", "absent/file\", \"create_dest_dirs\": false", StringComparison.Ordinal));
        workspace.Write("t.liquid", "{{ key(\"x\") }}");
        workspace.Write("syntax.liquid", "fine\n{% if key(\"x\") %}never closed\n");
        workspace.Write("filter.liquid", "{{ \"a\" | upcse }}");
        workspace.Write("function.liquid", "{{ kee(\"x\") }}");
        workspace.Write("agents.json", """{ "agents": { "east": { "address": "east:8500" } }, "template": { "source": "agent.liquid", "destination": "out/file" } }""");
        workspace.Write("agent.liquid", "{{ key(\"x\", consul: \"est\") }}");
        workspace.Write("portless.json", Good.Replace("{ \"t", "{ \"agents\": { \"east\": { \"address\": \"localhost\" } }, \"t", StringComparison.Ordinal));
        workspace.Write("homeless.json", Good.Replace("{ \"t", "{ \"agents\": { \"east\": { } }, \"t", StringComparison.Ordinal));
        workspace.Write("mark.liquid", "fine\n{{ service(\"web@\") | size }}");
        workspace.Write("parameter.liquid", "{{ key(\"x?nss=a\") }}");
        workspace.Write("partial.liquid", "{% include \"nowhere\" %}");
        workspace.Write("blank.liquid", "{% assign v = key(\"x\") %}\n  \n");
        return workspace;
    }

    private static string With(string settings) => Good.Replace("out/file\"", $"out/file\", {settings}", StringComparison.Ordinal);

    private static string[] Template(string name) => ["-once", "-snapshot", "catalog.json", "-template", $"{name}:out/file"];

    // A template's error may be followed by its source line and a caret; nothing else may come, a stack trace least of all.
    private static void AssertOneClearLine(RunningProcess run, string[] words)
    {
        var complaints = Workspace.Complaints(run);
        Assert.True(complaints.Length is 1 or 3, $"expected one line, or three with the source\n{run.Transcript}");
        Assert.StartsWith("consulrender: error: ", complaints[0], StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, complaints[0], StringComparison.Ordinal));
        if (complaints.Length == 3)
        {
            Assert.Matches(@"^\s*\^\s*$", complaints[2]);
        }
    }
}
