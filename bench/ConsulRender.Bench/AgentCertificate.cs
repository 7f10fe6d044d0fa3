using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConsulRender.Bench;

/// <summary>A certificate for an agent on loopback and the authority that issued it, as files; immutable.</summary>
/// <param name="AuthorityFile">What a client must trust.</param>
/// <param name="File">The agent's certificate.</param>
/// <param name="KeyFile">Its key.</param>
internal sealed record AgentCertificate(string AuthorityFile, string File, string KeyFile)
{
    /// <summary>Makes an authority and a certificate in a directory.</summary>
    public static AgentCertificate Make(string directory)
    {
        var made = new AgentCertificate(
            Path.Combine(directory, "ca.pem"), Path.Combine(directory, "agent.pem"), Path.Combine(directory, "agent.key"));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(authorityKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(authority, key);
        System.IO.File.WriteAllText(made.AuthorityFile, authority.ExportCertificatePem());
        System.IO.File.WriteAllText(made.File, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(made.KeyFile, key.ExportECPrivateKeyPem());
        return made;
    }

    private static X509Certificate2 Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=bench CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, ECDsa key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        return request.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
    }
}
