using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Certificates and tokens that end and are replaced while the daemon runs.</summary>
public sealed class RenewalTests
{
    private static readonly CatalogInstance Web = new("renewal-node", "10.0.0.7", "renewal-web", "renewal-web-1", 8080);

    [Fact(Timeout = 120_000)]
    public async Task An_expired_certificate_of_the_agent_is_told_in_one_line_and_its_renewal_is_enough()
    {
        await using var agent = new SecuredConsulAgent();
        agent.IssueUntil(Now.AddDays(-1));
        await agent.InitializeAsync();
        await using var workspace = await NewWorkspaceAsync(agent, "one");

        var run = await workspace.RunAsync(ExitCodes.Consul, "-once", "-timeout", "20s", "-config", "settings.json");
        Assert.Matches(
            @"^consulrender: error: t.liquid:1:4: key\(""renewal/x""\): the agent's certificate expired on [-0-9]+ [:0-9]+Z; renew it, or set this host's clock$",
            Assert.Single(Workspace.Complaints(run)));

        await using var daemon = workspace.Start("-config", "settings.json");
        await Eventually.HoldsAsync("the reason in the log", () => daemon.Errors.Contains("certificate expired", StringComparison.Ordinal), () => daemon.Transcript);
        agent.Renew();
        await agent.ReloadAsync();

        await workspace.FileHoldsAsync("out/file", "one", daemon);
    }

    /// <summary>A TLS session that is taken up again has the certificate of its first handshake, whatever the agent shows to others by then.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_connection_that_is_opened_after_a_renewal_is_judged_by_the_renewed_certificate()
    {
        await using var agent = new SecuredConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = await NewWorkspaceAsync(agent, "1");
        var end = Now.AddSeconds(8);
        agent.IssueUntil(end);
        await agent.ReloadAsync();
        workspace.Write("t.liquid", """{% assign n = key("renewal/x") %}{% for i in loop(n) %}{% assign k = "renewal/" | append: i %}{% if key_exists(k) %}!{% endif %}{% endfor %}{{ n }}""");
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "1", daemon);
        agent.Renew();
        await agent.ReloadAsync();
        await Eventually.HoldsAsync("the end of the first certificate", () => Now > end.AddSeconds(1));

        // More questions than one connection carries.
        await agent.PutKeyAsync("renewal/x", "250");
        await workspace.FileHoldsAsync("out/file", "250", daemon);
        Assert.DoesNotContain("expired", daemon.Errors, StringComparison.Ordinal);
    }

    /// <summary>The authority changed, so nothing that the daemon read at its start is of any use.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_daemon_uses_renewed_certificates_of_its_own_and_a_renewed_authority()
    {
        await using var agent = new SecuredConsulAgent();
        await agent.InitializeAsync();
        await using var workspace = await NewWorkspaceAsync(agent, "one");
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "one", daemon);

        // The new agent knows neither the key nor the token that the daemon has.
        await agent.KillAsync();
        agent.ReplaceAuthority();
        await agent.RestartAsync();
        await agent.PutKeyAsync("renewal/x", "two");
        workspace.Write("token", await agent.CreateTokenAsync("renewal/"));

        await Eventually.HoldsAsync("the new text", () => workspace.Holds("out/file", "two"), () => daemon.Transcript, TimeSpan.FromSeconds(60));
        Assert.DoesNotContain("stay in use", daemon.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_token_for_one_service_shows_that_one_and_may_be_revoked_and_given_back()
    {
        await using var agent = new GuardedConsulAgent();
        await agent.InitializeAsync();
        await agent.RegisterAsync(Web);
        await agent.RegisterAsync(Web with { Service = "renewal-db", Id = "renewal-db-1" });
        var token = await agent.CreateTokenOfAsync("""service "renewal-web" { policy = "read" } node_prefix "" { policy = "read" }""");
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{% for s in services %}{{ s.name }} {% endfor %}{{ service("renewal-db") | size }}{% for i in service("renewal-web") %} {{ i.port }}{% endfor %}""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-consul-token", token, "-template", "t.liquid:out/file");
        await workspace.FileHoldsAsync("out/file", "renewal-web 0 8080", daemon);

        // A change lets the questions return that were let in before.
        await agent.RevokeTokenAsync(token);
        await agent.RegisterAsync(Web with { Port = 8081 });
        await Eventually.HoldsAsync("the refusal in the log", () => daemon.Errors.Contains("ACL not found", StringComparison.Ordinal), () => daemon.Transcript);
        var before = workspace.Contents();
        await agent.RegisterAsync(Web with { Port = 8082 });
        await Eventually.StaysAsync("the daemon runs on", () => !daemon.HasExited && before.SequenceEqual(workspace.Contents()), TimeSpan.FromSeconds(2));

        await agent.GiveTokenAsync(token);
        await Eventually.HoldsAsync("the file", () => workspace.Holds("out/file", "renewal-web 0 8082"), () => daemon.Transcript, TimeSpan.FromSeconds(60));
        Assert.Equal(1, daemon.Errors.Split('\n').Count(line => line.Contains("ACL not found", StringComparison.Ordinal)));
        Assert.DoesNotContain(token, daemon.Transcript, StringComparison.Ordinal);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<Workspace> NewWorkspaceAsync(SecuredConsulAgent agent, string value)
    {
        await agent.PutKeyAsync("renewal/x", value);
        var workspace = new Workspace();
        workspace.Write("token", await agent.CreateTokenAsync("renewal/"));
        workspace.Write("t.liquid", """{{ key("renewal/x") }}""");
        workspace.Write("settings.json", $$"""
            {
              "consul": {
                "address": "{{agent.TlsAddress}}",
                "token_file": "token",
                "ssl": { "ca_cert": "{{agent.AuthorityFile}}", "cert": "{{agent.ClientCertificate}}", "key": "{{agent.ClientKey}}", "server_name": "server.dc1.consul" }
              },
              "template": { "source": "t.liquid", "destination": "out/file" }
            }
            """);
        return workspace;
    }
}
