using ConsulRender.AcceptanceTests.Harness;
using ConsulRender.Tests.Consul.Transport;

namespace ConsulRender.AcceptanceTests;

/// <summary>The published binary with an agent that asks for tokens and certificates.</summary>
public sealed class ConnectionTests(SecuredConsulAgent agent) : IClassFixture<SecuredConsulAgent>
{
    private const string Template = "t.liquid:out/file";

    [Fact(Timeout = 60_000)]
    public async Task An_agent_that_asks_for_certificates_and_a_token_answers_whoever_has_them()
    {
        await using var workspace = NewWorkspace("tls");
        await agent.PutKeyAsync("tls/x", "over TLS");
        var token = await agent.CreateTokenAsync("tls/");
        workspace.Write("token", token + "\n");
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

        var run = await workspace.RunAsync(ExitCodes.Success, "-once", "-timeout", "20s", "-config", "settings.json");

        Assert.Equal("over TLS", workspace.Read("out/file"));
        Assert.DoesNotContain(token, run.Transcript, StringComparison.Ordinal);

        await using var daemon = workspace.Start("-config", "settings.json");
        await agent.PutKeyAsync("tls/x", "changed");
        await workspace.FileHoldsAsync("out/file", "changed", daemon);
        await agent.PutKeyAsync("tls/x", "changed again");
        await workspace.FileHoldsAsync("out/file", "changed again", daemon);
        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_variables_and_the_flags_do_the_same()
    {
        await using var workspace = NewWorkspace("flags");
        await agent.PutKeyAsync("flags/x", "one");
        var token = await agent.CreateTokenAsync("flags/");

        await using var withVariables = workspace.StartWith(
            new Dictionary<string, string>
            {
                ["CONSUL_HTTP_ADDR"] = $"https://{agent.TlsAddress}",
                ["CONSUL_HTTP_TOKEN"] = token,
                ["CONSUL_CACERT"] = agent.AuthorityFile,
                ["CONSUL_CLIENT_CERT"] = agent.ClientCertificate,
                ["CONSUL_CLIENT_KEY"] = agent.ClientKey,
            },
            "-once", "-timeout", "20s", "-template", Template);
        Assert.True(await withVariables.ExitsAsync() == ExitCodes.Success, withVariables.Transcript);
        Assert.Equal("one", workspace.Read("out/file"));

        await agent.PutKeyAsync("flags/x", "two");
        await workspace.RunAsync(
            ExitCodes.Success, "-once", "-timeout", "20s", "-consul-addr", agent.TlsAddress, "-consul-ssl", "-consul-ssl-verify=false", "-consul-token", token,
            "-consul-ssl-cert", agent.ClientCertificate, "-consul-ssl-key", agent.ClientKey, "-template", Template);
        Assert.Equal("two", workspace.Read("out/file"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_daemon_over_a_unix_socket_follows_its_token_file_when_the_token_is_revoked()
    {
        await using var workspace = NewWorkspace("socket");
        await agent.PutKeyAsync("socket/x", "one");
        var (first, second) = (await agent.CreateTokenAsync("socket/"), await agent.CreateTokenAsync("socket/"));
        workspace.Write("token", first + "\n");
        await using var daemon = workspace.Start("-consul-addr", agent.Socket, "-consul-token-file", "token", "-template", Template);
        await workspace.FileHoldsAsync("out/file", "one", daemon);

        await agent.RevokeTokenAsync(first);
        await agent.PutKeyAsync("socket/x", "two");
        await Eventually.HoldsAsync("the refusal in the log", () => daemon.Errors.Contains("ACL not found", StringComparison.Ordinal), () => daemon.Transcript);

        // "two" may have come through: the query that waited had been let in before. From here on nothing does.
        await agent.PutKeyAsync("socket/x", "three");
        workspace.Write("token", second + "\n");
        await workspace.FileHoldsAsync("out/file", "three", daemon);
        Assert.DoesNotContain(first, daemon.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain(second, daemon.Transcript, StringComparison.Ordinal);
        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());
    }

    /// <summary>What is wrong, the flags, the exit code, and what the one line must say; TLS is the https address, PLAIN the other, CA, CERT and KEY the files.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("no client certificate", "-consul-addr https://TLS -consul-ssl-ca-cert CA", ExitCodes.Consul, "without a client certificate")]
    [InlineData("another authority", "-consul-addr https://TLS -consul-ssl-ca-cert OTHER", ExitCodes.Consul, "\"CN=Test CA\", which is not trusted here; name that authority's certificate with consul.ssl.ca_cert")]
    [InlineData("the system's authorities", "-consul-addr https://TLS", ExitCodes.Consul, "consul.ssl.ca_cert")]
    [InlineData("another name", "-consul-addr TLS -consul-ssl-ca-cert CA -consul-ssl-server-name web", ExitCodes.Consul, "is for server.dc1.consul, 127.0.0.1, not for web")]
    [InlineData("https on the plain port", "-consul-addr https://PLAIN", ExitCodes.Consul, "does not speak TLS")]
    [InlineData("http on the TLS port", "-consul-addr http://TLS", ExitCodes.Consul, "the agent's port speaks TLS; write https:// into the address")]
    [InlineData("an agent that is away", "-consul-addr localhost:1 -consul-retry=false", ExitCodes.Consul, "t.liquid:1:4: key(\"wrong/x\"): gave up after 1 attempt: connection refused")]
    [InlineData("no port", "-consul-addr localhost", ExitCodes.Usage, "has no port; write localhost:8500")]
    [InlineData("no such file", "-consul-addr TLS -consul-ssl-ca-cert absent.pem", ExitCodes.Settings, "flag -consul-ssl-ca-cert: cannot read 'absent.pem': there is no such file")]
    [InlineData("no such token file", "-consul-addr PLAIN -consul-token-file absent", ExitCodes.Settings, "flag -consul-token-file: cannot read 'absent': there is no such file")]
    [InlineData("no such socket", "-consul-addr unix:///absent.sock -timeout 700ms", ExitCodes.Timeout, "there is no socket /absent.sock")]
    public async Task What_is_wrong_with_a_connection_is_told_in_one_line(string what, string flags, int exitCode, string words)
    {
        await using var workspace = NewWorkspace("wrong");
        using var other = new TestAuthority("Other CA");
        workspace.Write("other.pem", other.Pem);
        var arguments = flags.Split(' ').Select(word => word
            .Replace("TLS", agent.TlsAddress, StringComparison.Ordinal)
            .Replace("PLAIN", agent.Address, StringComparison.Ordinal)
            .Replace("OTHER", "other.pem", StringComparison.Ordinal)
            .Replace("CA", agent.AuthorityFile, StringComparison.Ordinal));

        var run = await workspace.RunAsync(exitCode, ["-once", "-template", Template, .. arguments, .. flags.Contains("-timeout", StringComparison.Ordinal) ? (string[])[] : ["-timeout", "20s"]]);

        var line = Assert.Single(Workspace.Complaints(run));
        Assert.True(line.Contains(words, StringComparison.Ordinal), $"{what}: {line}");
        Assert.False(File.Exists(workspace["out/file"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_limited_to_something_else_is_refused_with_the_question()
    {
        await using var workspace = NewWorkspace("limited");
        await agent.PutKeyAsync("limited/x", "secret");
        var token = await agent.CreateTokenAsync("elsewhere/");

        var run = await workspace.RunAsync(ExitCodes.Consul, "-once", "-timeout", "20s", "-consul-addr", agent.Socket, "-consul-token", token, "-template", Template);

        var line = Assert.Single(Workspace.Complaints(run));
        Assert.Contains("key(\"limited/x\")", line, StringComparison.Ordinal);
        Assert.Contains("403", line, StringComparison.Ordinal);
        Assert.DoesNotContain(token, run.Transcript, StringComparison.Ordinal);
    }

    private static Workspace NewWorkspace(string prefix)
    {
        var workspace = new Workspace();
        workspace.Write("t.liquid", $$$"""{{ key("{{{prefix}}}/x") }}""");
        return workspace;
    }
}
