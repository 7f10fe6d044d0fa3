using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Many templates of a daemon that share one reload command.</summary>
public sealed class CommonReloadTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const int Templates = 20;

    [Theory(Timeout = 60_000)]
    [InlineData("none", "")]
    [InlineData("wait", """, "wait": "300ms:2s" """)]
    [InlineData("splay", """, "splay": "500ms" """)]
    public async Task One_change_in_what_20_templates_read_reloads_once(string key, string setting)
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync($"common/{key}", "0");
        workspace.Write("t.liquid", $$$"""{{ key("common/{{{key}}}") }}""");
        workspace.Write("settings.json", Settings(setting));
        await using var daemon = workspace.Start("-config", "settings.json");
        await ReloadsAsync(workspace, daemon, 1);
        for (var change = 1; change <= 5; change++)
        {
            await agent.PutKeyAsync($"common/{key}", $"{change}");
            await ReloadsAsync(workspace, daemon, change + 1);
        }

        await Eventually.StaysAsync("no further reload", () => workspace.Lines("reloads.txt").Length == 6, TimeSpan.FromSeconds(1));
        Assert.Equal(Enumerable.Range(0, 6).Select(change => string.Join(' ', Enumerable.Repeat($"{change}", Templates))), workspace.Lines("reloads.txt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reload_interval_gathers_changes_into_one_reload()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("common/interval", "0");
        workspace.Write("t.liquid", """{{ key("common/interval") }}""");
        workspace.Write("settings.json", Settings(""", "min_reload_interval": "3s" """));
        await using var daemon = workspace.Start("-config", "settings.json");
        await ReloadsAsync(workspace, daemon, 1);
        for (var change = 1; change <= 5; change++)
        {
            await agent.PutKeyAsync("common/interval", $"{change}");
        }

        await Eventually.StaysAsync("no reload within the interval", () => workspace.Lines("reloads.txt").Length == 1, TimeSpan.FromSeconds(1));
        await ReloadsAsync(workspace, daemon, 2);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("5", Templates)), workspace.Lines("reloads.txt")[1]);
    }

    private static Task ReloadsAsync(Workspace workspace, RunningProcess daemon, int count) =>
        Eventually.HoldsAsync($"reload {count}", () => workspace.Lines("reloads.txt").Length == count, () => $"{daemon.Transcript}\n{string.Join('\n', workspace.Lines("reloads.txt"))}");

    private string Settings(string setting)
    {
        var templates = Enumerable.Range(0, Templates).Select(number =>
            $$"""{ "source": "t.liquid", "destination": "out/{{number:00}}", "command": "for f in out/*; do cat $f; echo; done | xargs >> reloads.txt"{{setting}} }""");
        return $$"""{ "consul": { "address": "{{agent.Address}}" }, "template": [ {{string.Join(",\n", templates)}} ] }""";
    }
}
