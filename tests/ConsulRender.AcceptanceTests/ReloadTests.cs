using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Settings and templates that change while the daemon runs.</summary>
public sealed class ReloadTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task Settings_that_are_good_are_taken_at_SIGHUP_and_bad_ones_are_not()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("reload/a", "1");
        WriteSettings(workspace, "one {{ key(\"reload/a\") }}");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "conf.d");
        await workspace.FileHoldsAsync("out", "one 1", daemon);

        workspace.Write("conf.d/broken.hcl", "template {\n  sourc = \"x\"\n}\n");
        daemon.Send(Signal.Hangup);
        await SaysAsync(daemon, "not taken, what was in use before stays: conf.d/broken.hcl:2:3: unknown key \"sourc\"; did you mean \"source\"?");
        await agent.PutKeyAsync("reload/a", "2");
        await workspace.FileHoldsAsync("out", "one 2", daemon);

        File.Delete(workspace["conf.d/broken.hcl"]);
        WriteSettings(workspace, "two {{ key(\"reload/a\") }}");
        daemon.Send(Signal.Hangup);
        await workspace.FileHoldsAsync("out", "two 2", daemon);
        Assert.Equal(["reloaded", "reloaded", "reloaded"], workspace.Lines("reloads"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_template_edited_on_disk_is_applied_with_one_reload_and_a_broken_edit_stays_out()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("reload/b", "1");
        workspace.Write("t.liquid", "{% include \"part\" %}");
        workspace.Write("part.liquid", "one {{ key(\"reload/b\") }}");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out:echo reloaded >> reloads");
        await workspace.FileHoldsAsync("out", "one 1", daemon);

        workspace.Write("part.liquid", "{{ key(\"reload/b\") }");
        await SaysAsync(daemon, "not taken, what was in use before stays: part.liquid:1:");
        await agent.PutKeyAsync("reload/b", "2");
        await workspace.FileHoldsAsync("out", "one 2", daemon);

        workspace.Write("part.liquid", "two {{ key(\"reload/b\") }}");
        await workspace.FileHoldsAsync("out", "two 2", daemon);
        Assert.Equal(["reloaded", "reloaded", "reloaded"], workspace.Lines("reloads"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Edited_templates_wait_for_the_signal_when_they_are_told_to()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "one");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out", "-reload-templates=false");
        await workspace.FileHoldsAsync("out", "one", daemon);

        // Longer than from one look to the next.
        workspace.Write("t.liquid", "two");
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal("one", workspace.Read("out"));
        daemon.Send(Signal.Hangup);
        await workspace.FileHoldsAsync("out", "two", daemon);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_agent_in_the_settings_is_asked_from_then_on()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("reload/c", "1");
        WriteSettings(workspace, "{{ key(\"reload/c\") }}", "consul { address = \"127.0.0.1:1\" }");
        await using var daemon = workspace.Start("-config", "conf.d");
        await SaysAsync(daemon, "connection refused");

        WriteSettings(workspace, "{{ key(\"reload/c\") }}", $"consul {{ address = \"{agent.Address}\" }}");
        daemon.Send(Signal.Hangup);
        await workspace.FileHoldsAsync("out", "1", daemon);
    }

    private static void WriteSettings(Workspace workspace, string template, string more = "") => workspace.Write(
        "conf.d/main.hcl",
        $$$"""
        {{{more}}}
        template {
          contents    = "{{{template.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"
          destination = "out"
          command     = "echo reloaded >> reloads"
        }
        """);

    private static Task SaysAsync(RunningProcess daemon, string text) =>
        Eventually.HoldsAsync($"the daemon to say '{text}'", () => daemon.Transcript.Contains(text, StringComparison.Ordinal), () => daemon.Transcript);
}
