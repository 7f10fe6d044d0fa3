using ConsulRender.Tests.Consul.Transport;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>An agent that denies whoever comes without a token, speaks TLS with whoever shows a certificate, and listens on a unix socket, too; owned by a class of tests.</summary>
public sealed class SecuredConsulAgent : GuardedConsulAgent
{
    private TestAuthority _authority;
    private readonly TemporaryDirectory _files;
    private readonly int _tlsPort;

    /// <summary>Makes the certificates that the agent needs to start.</summary>
    public SecuredConsulAgent()
        : this(new TestAuthority(), new TemporaryDirectory(), Ports.Take(1)[0])
    {
    }

    private SecuredConsulAgent(TestAuthority authority, TemporaryDirectory files, int tlsPort)
        : base(
            "-hcl", $$"""ports { https = {{tlsPort}} } addresses { http = "127.0.0.1 unix://{{files["consul.sock"]}}" https = "127.0.0.1" }""",
            "-hcl", $$"""ca_file = "{{files["ca.pem"]}}" cert_file = "{{files["agent.pem"]}}" key_file = "{{files["agent.key"]}}" verify_incoming_https = true""")
    {
        (_authority, _files, _tlsPort) = (authority, files, tlsPort);
        File.WriteAllText(AuthorityFile, authority.Pem);
        Renew();
        Issue("client", Tomorrow, "client.dc1.consul");
    }

    /// <summary>Writes a certificate for the agent that is valid until then; it is shown from the next start or <see cref="ReloadAsync"/> on.</summary>
    public void IssueUntil(DateTimeOffset end) => Issue("agent", end, "server.dc1.consul", "127.0.0.1");

    /// <summary>The same for a day.</summary>
    public void Renew() => IssueUntil(Tomorrow);

    /// <summary>Writes the certificates of all sides anew, issued by another authority.</summary>
    public void ReplaceAuthority()
    {
        _authority.Dispose();
        _authority = new TestAuthority("New CA");
        File.WriteAllText(AuthorityFile, _authority.Pem);
        Renew();
        Issue("client", Tomorrow, "client.dc1.consul");
    }

    /// <summary>Makes the agent read its certificates again.</summary>
    public Task ReloadAsync() => PutAsync("agent/reload");

    /// <summary>HOST:PORT of the HTTPS API.</summary>
    public string TlsAddress => $"127.0.0.1:{_tlsPort}";

    /// <summary>The address of the unix socket.</summary>
    public string Socket => $"unix://{_files["consul.sock"]}";

    /// <summary>The file of the authority that issued all certificates.</summary>
    public string AuthorityFile => _files["ca.pem"];

    /// <summary>The certificate of a client whom the agent lets in.</summary>
    public string ClientCertificate => _files["client.pem"];

    /// <summary>Its key.</summary>
    public string ClientKey => _files["client.key"];

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _authority.Dispose();
        _files.Dispose();
    }

    private static DateTimeOffset Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1);

    private void Issue(string file, DateTimeOffset end, params string[] names)
    {
        using var certificate = _authority.Issue(end.AddDays(-7), end, names);
        File.WriteAllText(_files[$"{file}.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(_files[$"{file}.key"], TestAuthority.KeyPem(certificate));
    }
}
