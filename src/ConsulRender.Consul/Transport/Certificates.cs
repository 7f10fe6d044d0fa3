using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ConsulRender.Consul.Transport;

/// <summary>The certificates of the settings' files at one moment; immutable.</summary>
/// <param name="Authorities">Whom to trust instead of the system's; null when nobody is named.</param>
/// <param name="Own">Ours with its chain and key; null when none is named.</param>
internal sealed record Certificates(X509Certificate2Collection? Authorities, SslStreamCertificateContext? Own)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="ConnectionException">One of them cannot be used.</exception>
    internal static Certificates Read(TlsOptions options) => new(CertificateFiles.Authorities(options), CertificateFiles.Own(options));
}

/// <summary>The certificates in use, read again when their files have changed; owned by the agent's <see cref="AgentTls"/>.</summary>
/// <remarks>
/// Contents are compared, not times and sizes, which are those of a symbolic link where Kubernetes swaps files. A look reads a few small files, when a
/// connection is opened and at most once a second.
/// </remarks>
internal sealed class RenewableCertificates
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly TlsOptions _options;
    private readonly TimeProvider _timeProvider;

    // Two connections may look at once; who comes second keeps what the first one found.
    private volatile Held _held;

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="ConnectionException">One of them cannot be used.</exception>
    internal RenewableCertificates(TlsOptions options, TimeProvider timeProvider)
    {
        (_options, _timeProvider) = (options, timeProvider);
        var contents = CertificateFiles.Fingerprint(options);
        _held = new(Certificates.Read(options), contents, timeProvider.GetTimestamp());
    }

    /// <summary>The certificates for a new connection. Files that cannot be used leave the last ones in place.</summary>
    /// <param name="warn">Is told once of such files.</param>
    internal Certificates Current(Action<string>? warn)
    {
        var held = _held;
        if (_timeProvider.GetElapsedTime(held.Looked) < Freshness)
        {
            return held.Certificates;
        }

        var next = Look(held);
        var isFirst = Interlocked.CompareExchange(ref _held, next, held) == held;
        if (isFirst && next.IsTold && !held.IsTold)
        {
            warn?.Invoke($"{next.Problem}; the certificates read before stay in use");
        }

        return _held.Certificates;
    }

    private Held Look(Held held)
    {
        var contents = CertificateFiles.Fingerprint(_options);
        var now = _timeProvider.GetTimestamp();
        if (contents.AsSpan().SequenceEqual(held.Contents))
        {
            // Certificate and key are seldom renewed in one step, so only what is still wrong at the second look is worth a word.
            return held with { Looked = now, IsTold = held.Problem is not null };
        }

        try
        {
            return new(Certificates.Read(_options), contents, now);
        }
        catch (ConnectionException exception)
        {
            return new(held.Certificates, contents, now) { Problem = $"{_options.SettingsKey}.{exception.Key}: {exception.Message}" };
        }
    }

    private sealed record Held(Certificates Certificates, byte[] Contents, long Looked)
    {
        /// <summary>Why the files of now are not in use; null when they are.</summary>
        public string? Problem { get; init; }

        /// <summary>Whether the problem was told.</summary>
        public bool IsTold { get; init; }
    }
}
