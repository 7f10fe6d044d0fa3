using ConsulRender.Tests.Consul.Transport;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A server that answers everybody on a port, over TLS and on a unix socket; owned by the test that started it.</summary>
public sealed class ReachableConsulAgent : ConsulAgent
{
    private readonly TemporaryDirectory _files;
    private readonly int _tlsPort;

    /// <summary>Makes the certificate that the agent needs to start.</summary>
    /// <param name="settings">More settings of its own, as Consul writes them.</param>
    public ReachableConsulAgent(params string[] settings)
        : this(new TemporaryDirectory(), Ports.Take(1)[0], settings)
    {
    }

    private ReachableConsulAgent(TemporaryDirectory files, int tlsPort, string[] settings)
        : base(
            [
                "-hcl", $$"""ports { https = {{tlsPort}} } addresses { http = "127.0.0.1 unix://{{files["consul.sock"]}}" https = "127.0.0.1" }""",
                "-hcl", $$"""ca_file = "{{files["ca.pem"]}}" cert_file = "{{files["agent.pem"]}}" key_file = "{{files["agent.key"]}}" """,
                .. settings.SelectMany(setting => (string[])["-hcl", setting]),
            ],
            AgentRole.Server)
    {
        (_files, _tlsPort) = (files, tlsPort);
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(names: ["server.dc1.consul", "127.0.0.1"]);
        File.WriteAllText(AuthorityFile, authority.Pem);
        File.WriteAllText(files["agent.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(files["agent.key"], TestAuthority.KeyPem(certificate));
    }

    /// <summary>HOST:PORT of the HTTPS API.</summary>
    public string TlsAddress => $"127.0.0.1:{_tlsPort}";

    /// <summary>The address of the unix socket.</summary>
    public string Socket => $"unix://{_files["consul.sock"]}";

    /// <summary>The file of the authority that issued the certificate.</summary>
    public string AuthorityFile => _files["ca.pem"];

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Dispose();
    }
}
