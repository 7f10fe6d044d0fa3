using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ConsulRender.Consul.Transport;

/// <summary>Says why there is no TLS connection, and what to do. Stateless.</summary>
internal static class TlsFailure
{
    private const int MostNames = 8;

    /// <summary>Why the agent's certificate is refused.</summary>
    internal static string Certificate(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string name, string settingsKey)
    {
        if (certificate is null)
        {
            return "the agent showed no certificate";
        }

        // The time comes first: an expired certificate is often called untrusted as well.
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return status switch
        {
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => Time(chain!, certificate),
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) =>
                $"the agent's certificate is for {Names(certificate)}, not for {name}; write a name it has into {settingsKey}.ssl.server_name, or into the address",
            _ when (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 =>
                $"the agent's certificate comes from {Who(certificate.Issuer)}, which is not trusted here; name that authority's certificate with {settingsKey}.ssl.ca_cert",
            _ => $"the agent's certificate is not valid ({status})",
        };
    }

    /// <summary>Why there was no handshake.</summary>
    internal static string Handshake(Exception exception, string settingsKey)
    {
        var said = exception.GetBaseException().Message;
        var isOtherProtocol = Says(said, "frame size") || Says(said, "wrong version number") || Says(said, "packet length");
        return isOtherProtocol
            ? "the agent's port does not speak TLS; write http:// into the address, or the port that speaks https"
            : Alert(said, settingsKey) ?? $"no TLS connection: {said}";
    }

    /// <summary>What the agent's alert means; null when the text is none.</summary>
    internal static string? Alert(string text, string settingsKey) => !Says(text, "alert") ? null
        : Says(text, "certificate required") || Says(text, "bad certificate") || Says(text, "unknown ca") || Says(text, "certificate unknown")
        ? $"the agent refuses us without a client certificate that it trusts; name one with {settingsKey}.ssl.cert and {settingsKey}.ssl.key"
        : Says(text, "certificate expired") ? $"the agent says that our client certificate has expired; renew the file of {settingsKey}.ssl.cert"
        : Says(text, "protocol version") ? "the agent's TLS version is too old"
        : null;

    private static string Time(X509Chain chain, X509Certificate2 certificate)
    {
        var guilty = chain.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))?.Certificate
            ?? certificate;
        var whose = guilty.Thumbprint == certificate.Thumbprint ? "the agent's certificate" : $"the certificate of {Who(guilty.Subject)}, which the agent's comes from,";
        return guilty.NotAfter < chain.ChainPolicy.VerificationTime
            ? $"{whose} expired on {Date(guilty.NotAfter)}; renew it, or set this host's clock"
            : $"{whose} is not valid before {Date(guilty.NotBefore)}; set this host's clock, or wait";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names = alternatives is null ? [] : alternatives.EnumerateDnsNames().Concat(alternatives.EnumerateIPAddresses().Select(address => address.ToString())).ToList();
        return names.Count == 0 ? Who(certificate.Subject)
            : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", ..." : "");
    }

    private static string Who(string name) => name.Length > 0 ? $"\"{name}\"" : "nobody in particular";

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
