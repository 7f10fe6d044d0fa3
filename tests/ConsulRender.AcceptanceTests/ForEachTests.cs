using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>One template that gives nginx a file for each site, which nginx reads by <c>sites/*.conf</c>.</summary>
public sealed class ForEachTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const string Site = """
        server {
          listen 127.0.0.1:{{ vars.port }};
          server_name {{ item }};
          return 200 "{{ key("for-each/greeting") }} from {{ item }}\n";
        }

        """;

    [Fact(Timeout = 60_000)]
    public async Task Files_come_and_go_with_their_items_and_nginx_accepts_each_state()
    {
        await using var workspace = await NewWorkspaceAsync("sites");
        await using (var daemon = workspace.Start("-config", "settings.json"))
        {
            await StateAsync(workspace, daemon, 1, "sites/a.conf", "sites/b.conf");
            await agent.PutKeyAsync("for-each/sites", "b,c");
            await StateAsync(workspace, daemon, 2, "sites/b.conf", "sites/c.conf");
            await agent.PutKeyAsync("for-each/sites", "b");
            await StateAsync(workspace, daemon, 3, "sites/b.conf");
        }

        await agent.PutKeyAsync("for-each/sites", "d");
        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", "settings.json");
        Assert.Equal(["sites/d.conf"], Sites(workspace));
        Assert.All(workspace.Lines("reloads.txt"), line => Assert.Equal("accepted", line));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_site_that_nginx_refuses_leaves_every_file_as_it_was()
    {
        await using var workspace = await NewWorkspaceAsync("refused");
        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", "settings.json");
        var before = Sites(workspace);
        await agent.PutKeyAsync("for-each/refused", "b,c;d");
        await workspace.RunAsync(ExitCodes.Reload, "-once", "-config", "settings.json");

        Assert.Equal(before, Sites(workspace));
        Assert.Equal(["a.conf", "b.conf"], Names(workspace).Where(name => !name.StartsWith('.')));
        Assert.Single(Names(workspace), name => name.StartsWith('.'));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_without_items_is_refused_and_two_items_with_one_file_are_an_error_of_the_template()
    {
        await using var workspace = await NewWorkspaceAsync("empty");
        await workspace.RunAsync(ExitCodes.Success, "-once", "-config", "settings.json");
        await agent.PutKeyAsync("for-each/empty", "");
        var refused = await workspace.RunAsync(ExitCodes.Refused, "-once", "-config", "settings.json");
        Assert.Contains("for_each gives no items", refused.Errors, StringComparison.Ordinal);

        await agent.PutKeyAsync("for-each/empty", "c,c");
        var repeated = await workspace.RunAsync(ExitCodes.Template, "-once", "-config", "settings.json");
        Assert.Contains("two items have the destination", repeated.Errors, StringComparison.Ordinal);
        Assert.Equal(["sites/a.conf", "sites/b.conf"], Sites(workspace));
    }

    // The reload is nginx's own test of everything it would read; a real reload would keep what it runs with in the same case.
    private async Task<Workspace> NewWorkspaceAsync(string key)
    {
        var workspace = new Workspace();
        await agent.PutKeyAsync($"for-each/{key}", "a,b");
        await agent.PutKeyAsync("for-each/greeting", "hello");
        workspace.Write("site.liquid", Site);
        workspace.Write("nginx.conf", "pid nginx.pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; include sites/*.conf; }\n");
        workspace.Write("settings.json", $$$"""
            { "consul": { "address": "{{{agent.Address}}}" }, "vars": { "port": {{{Ports.Take(1)[0]}}} },
              "template": { "source": "site.liquid", "for_each": "key('for-each/{{{key}}}') | split: ','", "destination": "sites/{{ item | remove: ';' | truncate: 1, '' }}.conf",
                "command": "{{{Tools.Find("nginx")}}} -t -p . -c nginx.conf && echo accepted >> reloads.txt" } }
            """);
        return workspace;
    }

    private static async Task StateAsync(Workspace workspace, RunningProcess daemon, int reloads, params string[] sites)
    {
        await Eventually.HoldsAsync($"reload {reloads}", () => workspace.Lines("reloads.txt").Length == reloads, () => daemon.Transcript);
        Assert.Equal(sites, Sites(workspace));
    }

    private static string[] Sites(Workspace workspace) =>
        [.. Directory.GetFiles(workspace["sites"], "*.conf").Where(path => !Path.GetFileName(path).StartsWith('.')).Select(path => $"sites/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];

    private static string[] Names(Workspace workspace) => [.. Directory.GetFiles(workspace["sites"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
