using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>nginx as the judge of what is rendered for it.</summary>
public sealed class NginxTests
{
    private const string Catalog = """
        { "services": { "web": [ { "node": "n1", "address": "127.0.0.1", "port": 8081 }, { "node": "n2", "address": "127.0.0.2", "port": 8082 } ] },
          "keys": { "nginx/name": "shop.example" } }
        """;

    private const string Template = """
        pid {{ env("PWD") }}/nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          upstream web {
            {%- for s in service("web") %}
            server {{ s.address }}:{{ s.port }};
            {%- endfor %}
          }
          server {
            listen 127.0.0.1:{{ vars.port }};
            server_name {{ key("nginx/name") }};
            location / { proxy_pass http://web; }
          }
        }

        """;

    [Fact(Timeout = 60_000)]
    public async Task Nginx_accepts_the_file_before_it_is_put_in_place()
    {
        await using var workspace = NewWorkspace(Template);

        await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-config", "settings.json");

        Assert.Contains("    server 127.0.0.1:8081;\n    server 127.0.0.2:8082;\n", workspace.Read("out/nginx.conf"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_nginx_refuses_is_not_put_in_place_and_its_words_are_shown()
    {
        await using var workspace = NewWorkspace(Template.Replace("server_name", "servername", StringComparison.Ordinal));

        var run = await workspace.RunAsync(ExitCodes.Check, "-once", "-snapshot", "catalog.json", "-config", "settings.json");

        Assert.Contains("servername", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(workspace["out/nginx.conf"]));
    }

    private static Workspace NewWorkspace(string template)
    {
        var workspace = new Workspace();
        workspace.Write("catalog.json", Catalog);
        workspace.Write("nginx.liquid", template);
        workspace.Write("settings.json", $$"""
            { "vars": { "port": {{Ports.Take(1)[0]}} },
              "template": { "source": "nginx.liquid", "destination": "out/nginx.conf", "check": "{{Tools.Find("nginx")}} -t -p . -c {path}" } }
            """);
        return workspace;
    }
}
