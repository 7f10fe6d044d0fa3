using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ConsulRender.Consul.Transport;

/// <summary>Reads the certificates that the settings name. Stateless.</summary>
internal static class CertificateFiles
{
    private const string AuthorityFile = "ssl.ca_cert";
    private const string AuthorityText = "ssl.ca_cert_bytes";
    private const string AuthorityFolder = "ssl.ca_path";
    private const string Certificate = "ssl.cert";
    private const string Key = "ssl.key";

    /// <summary>The authorities to trust instead of the system's; null when none are named.</summary>
    /// <exception cref="ConnectionException">A file cannot be used.</exception>
    internal static X509Certificate2Collection? Authorities(TlsOptions options)
    {
        if (options is { AuthorityFile: null, AuthorityText: null, AuthorityFolder: null })
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        if (options.AuthorityFile is { } file)
        {
            AddFile(authorities, AuthorityFile, file);
        }

        if (options.AuthorityText is { } text)
        {
            Add(authorities, AuthorityText, text, $"{options.SettingsKey}.{AuthorityText}");
        }

        if (options.AuthorityFolder is { } folder)
        {
            AddFolder(authorities, folder);
        }

        return authorities;
    }

    /// <summary>Our own certificate with its chain and key; null when none is named.</summary>
    /// <exception cref="ConnectionException">A file cannot be used.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The certificate lives as long as the connections that show it.")]
    internal static SslStreamCertificateContext? Own(TlsOptions options)
    {
        if (options.Certificate is not { } file)
        {
            return options.Key is null ? null : throw new ConnectionException(Key, $"'{options.Key}' is a key without a certificate; name the certificate with {options.SettingsKey}.ssl.cert");
        }

        var chain = new X509Certificate2Collection();
        AddFile(chain, Certificate, file);
        var certificate = options.Key is { } other
            ? WithKey(chain[0], Key, other, options.SettingsKey)
            : WithKey(chain[0], Certificate, file, options.SettingsKey);
        chain[0].Dispose();
        chain.RemoveAt(0);

        // Offline: what is missing in the chain is not fetched from anywhere.
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>A sum of the names and contents of all files, which differs when one of them does.</summary>
    internal static byte[] Fingerprint(TlsOptions options)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sum, options.AuthorityFile);
        Add(sum, options.Certificate);
        Add(sum, options.Key);
        foreach (var file in FilesOf(options.AuthorityFolder))
        {
            Add(sum, file);
        }

        return sum.GetHashAndReset();
    }

    private static IEnumerable<string> FilesOf(string? folder)
    {
        try
        {
            return folder is null ? [] : Directory.GetFiles(folder).Order(StringComparer.Ordinal);
        }
        catch (Exception exception) when (FileProblem.Is(exception))
        {
            return [];
        }
    }

    private static void Add(IncrementalHash sum, string? file)
    {
        if (file is null)
        {
            return;
        }

        // Lengths keep the end of one file and the beginning of the next apart.
        byte[]? contents = null;
        try
        {
            contents = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (FileProblem.Is(exception))
        {
            // What is wrong with it is told when it is read.
        }

        sum.AppendData(Encoding.UTF8.GetBytes($"{file}\n{contents?.Length ?? -1}\n"));
        sum.AppendData(contents ?? []);
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string key, string file, string settingsKey)
    {
        var pem = Read(key, file);
        if (pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) || pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new ConnectionException(key, $"the key in '{file}' is encrypted; write it without a password, readable by this user only");
        }

        if (!pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new ConnectionException(key, $"there is no key in '{file}'; name the PEM file that holds the certificate's key with {settingsKey}.ssl.key");
        }

        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), pem);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new ConnectionException(key, $"the key in '{file}' is not that of the certificate, or not a key in PEM", exception);
        }
    }

    private static void AddFile(X509Certificate2Collection certificates, string key, string file) => Add(certificates, key, Read(key, file), $"'{file}'");

    private static void Add(X509Certificate2Collection certificates, string key, string pem, string whose)
    {
        var before = certificates.Count;
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw new ConnectionException(key, $"a certificate in {whose} cannot be read; it must be PEM", exception);
        }

        if (certificates.Count == before)
        {
            throw new ConnectionException(key, $"there is no certificate in {whose}; it must be PEM, beginning with -----BEGIN CERTIFICATE-----");
        }
    }

    private static void AddFolder(X509Certificate2Collection certificates, string folder)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder);
        }
        catch (Exception exception) when (FileProblem.Is(exception))
        {
            throw new ConnectionException(AuthorityFolder, $"cannot read the folder '{folder}': {FileProblem.Folder(folder, exception)}", exception);
        }

        var before = certificates.Count;

        // Folders of authorities hold links by hash and lists of revoked certificates, too.
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            if (Read(AuthorityFolder, file).Contains("BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                AddFile(certificates, AuthorityFolder, file);
            }
        }

        if (certificates.Count == before)
        {
            throw new ConnectionException(AuthorityFolder, $"there is no certificate in the folder '{folder}'; its files must be PEM");
        }
    }

    private static string Read(string key, string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (FileProblem.Is(exception))
        {
            throw new ConnectionException(key, $"cannot read '{file}': {FileProblem.File(file, exception)}", exception);
        }
    }
}
