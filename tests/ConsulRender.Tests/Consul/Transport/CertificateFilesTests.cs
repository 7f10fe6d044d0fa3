using ConsulRender.Consul;
using ConsulRender.Consul.Transport;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryDirectory _directory = new();

    public CertificateFilesTests()
    {
        using var own = _authority.Issue(names: "client");
        using var other = _authority.Issue(names: "other");
        _directory.Write("ca.pem", _authority.Pem);
        _directory.Write("cert.pem", own.ExportCertificatePem());
        _directory.Write("other.key", TestAuthority.KeyPem(other));
        _directory.Write("encrypted.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIH0\n-----END ENCRYPTED PRIVATE KEY-----\n");
        _directory.Write("garbage.pem", "-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n");
        _directory.Write("empty", "");
        _directory.Write("folder/notes.txt", "nothing");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    /// <summary>The key, its file in the test's directory, and the message, in which DIR is that directory.</summary>
    [Theory]
    [InlineData("ssl.ca_cert", "absent.pem", "cannot read 'DIR/absent.pem': there is no such file")]
    [InlineData("ssl.ca_cert", "folder", "cannot read 'DIR/folder': it is a folder")]
    [InlineData("ssl.ca_cert", "empty", "there is no certificate in 'DIR/empty'; it must be PEM, beginning with -----BEGIN CERTIFICATE-----")]
    [InlineData("ssl.ca_cert", "garbage.pem", "a certificate in 'DIR/garbage.pem' cannot be read; it must be PEM")]
    [InlineData("ssl.ca_path", "absent", "cannot read the folder 'DIR/absent': there is no such folder")]
    [InlineData("ssl.ca_path", "ca.pem", "cannot read the folder 'DIR/ca.pem': it is a file")]
    [InlineData("ssl.ca_path", "folder", "there is no certificate in the folder 'DIR/folder'; its files must be PEM")]
    [InlineData("ssl.cert", "absent.pem", "cannot read 'DIR/absent.pem': there is no such file")]
    [InlineData("ssl.cert", "cert.pem", "there is no key in 'DIR/cert.pem'; name the PEM file that holds the certificate's key with consul.ssl.key")]
    [InlineData("ssl.key", "absent.key", "cannot read 'DIR/absent.key': there is no such file")]
    [InlineData("ssl.key", "other.key", "the key in 'DIR/other.key' is not that of the certificate, or not a key in PEM")]
    [InlineData("ssl.key", "encrypted.key", "the key in 'DIR/encrypted.key' is encrypted; write it without a password, readable by this user only")]
    [InlineData("ssl.key", "cert.pem", "there is no key in 'DIR/cert.pem'; name the PEM file that holds the certificate's key with consul.ssl.key")]
    public void A_file_that_cannot_be_used_is_told_with_its_key(string key, string name, string message)
    {
        var file = _directory.Path(name);
        var options = key switch
        {
            "ssl.ca_cert" => new TlsOptions { AuthorityFile = file },
            "ssl.ca_path" => new TlsOptions { AuthorityFolder = file },
            "ssl.cert" => new TlsOptions { Certificate = file },
            _ => new TlsOptions { Certificate = _directory.Path("cert.pem"), Key = file },
        };

        var exception = Assert.Throws<ConnectionException>(() => new AgentTls(options));

        Assert.Equal((key, message.Replace("DIR", _directory.Root, StringComparison.Ordinal)), (exception.Key, exception.Message));
    }

    [Theory]
    [InlineData("s3cr3t", "there is no certificate in agents.east.ssl.ca_cert_bytes; it must be PEM, beginning with -----BEGIN CERTIFICATE-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n", "a certificate in agents.east.ssl.ca_cert_bytes cannot be read; it must be PEM")]
    public void A_text_that_is_no_certificate_is_told_with_its_key_and_never_shown(string text, string message)
    {
        var exception = Assert.Throws<ConnectionException>(() => new AgentTls(new() { AuthorityText = text, SettingsKey = "agents.east" }));

        Assert.Equal(("ssl.ca_cert_bytes", message), (exception.Key, exception.Message));
    }

    [Fact]
    public void A_folder_without_certificates_is_told_whatever_else_is_trusted() =>
        Assert.Equal("ssl.ca_path", Assert.Throws<ConnectionException>(() => new AgentTls(new() { AuthorityText = _authority.Pem, AuthorityFolder = _directory.Path("folder") })).Key);

    [Fact]
    public void A_key_without_a_certificate_is_refused() =>
        Assert.Equal(
            "'k' is a key without a certificate; name the certificate with consul.ssl.cert",
            Assert.Throws<ConnectionException>(() => new AgentTls(new() { Key = "k" })).Message);

    [Theory]
    [InlineData("t0k", "t0k")]
    [InlineData("t0k\n", "t0k")]
    [InlineData(" t0k\r\n\n", "t0k")]
    public void A_token_file_holds_the_token_and_perhaps_a_line_end(string text, string token) =>
        Assert.Equal(token, TokenFile.Read(_directory.Write("token", text)).Reveal());

    [Theory]
    [InlineData("", "'DIR/token' is empty; write the token into it")]
    [InlineData("\n", "'DIR/token' is empty; write the token into it")]
    [InlineData("s3cr3t\ns3cr3t", "'DIR/token' must hold a token and nothing else")]
    public void What_is_no_token_is_refused_without_being_shown(string text, string message) =>
        Assert.Equal(
            message.Replace("DIR", _directory.Root, StringComparison.Ordinal),
            Assert.Throws<ConnectionException>(() => TokenFile.Read(_directory.Write("token", text))).Message);
}
