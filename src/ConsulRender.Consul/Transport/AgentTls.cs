using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ConsulRender.Consul.Transport;

/// <summary>Makes TLS connections to one agent, and looks out for renewed certificates; made only for <c>https</c>.</summary>
public sealed class AgentTls
{
    private readonly TlsOptions _options;
    private readonly RenewableCertificates _certificates;

    /// <summary>Reads the files of the options.</summary>
    /// <exception cref="ConnectionException">A file cannot be used.</exception>
    public AgentTls(TlsOptions options, TimeProvider? timeProvider = null)
    {
        _options = options;
        _certificates = new RenewableCertificates(options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>A connected and verified stream.</summary>
    /// <param name="agent">Where the agent listens.</param>
    /// <param name="connection">Connects to it.</param>
    /// <param name="options">How long that may take, and who is told of renewed certificates that cannot be used.</param>
    /// <param name="cancellationToken">Ends it.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The TLS stream owns the plain one, and what fails before disposes of both.")]
    internal async ValueTask<Stream> OpenAsync(DnsEndPoint agent, AgentConnection connection, ConsulOptions options, CancellationToken cancellationToken)
    {
        var certificates = _certificates.Current(options.Warn);
        var timeout = options.Transport.ConnectTimeout > options.Transport.HandshakeTimeout ? options.Transport.ConnectTimeout : options.Transport.HandshakeTimeout;

        // The handler would wait for a handshake as long as the agent likes, even when nobody needs the connection any longer.
        using var timer = new CancellationTokenSource(timeout, TimeProvider.System);
        using var expired = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var stream = new SslStream(await connection.ConnectAsync(agent, cancellationToken));
        var name = _options.ServerName ?? agent.Host;
        string? refusal = null;
        try
        {
            await stream.AuthenticateAsClientAsync(Handshake(name, certificates, said => refusal = said), expired.Token);
            return stream;
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync();
            throw exception switch
            {
                AuthenticationException => new TlsException(refusal ?? TlsFailure.Handshake(exception, _options.SettingsKey), exception),
                OperationCanceledException when !cancellationToken.IsCancellationRequested =>
                    new IOException($"no TLS handshake within {timeout.TotalSeconds:0.###} s; is this the agent's https port?"),
                IOException { InnerException: null } => new ConnectionClosedException("the connection was closed during the TLS handshake; is this the agent's https port?"),
                _ => exception,
            };
        }
    }

    // For each connection anew: a chain policy is not made for several handshakes at once.
    private SslClientAuthenticationOptions Handshake(string name, Certificates certificates, Action<string> refuse) => new()
    {
        TargetHost = name,

        // A session that is taken up again has the certificate of its first handshake, also when that has expired and the agent has a new one.
        AllowTlsResume = false,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        ClientCertificateContext = certificates.Own,
        CertificateChainPolicy = Trusting(certificates.Authorities),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Judge(certificate, chain, errors, name, refuse),
    };

    // Neither lists of revoked certificates nor links of a chain are fetched from the addresses that a certificate names.
    private static X509ChainPolicy Trusting(X509Certificate2Collection? authorities)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    private bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string name, Action<string> refuse)
    {
        if (errors == SslPolicyErrors.None || !_options.Verify)
        {
            return true;
        }

        refuse(TlsFailure.Certificate(certificate as X509Certificate2, chain, errors, name, _options.SettingsKey));
        return false;
    }
}
