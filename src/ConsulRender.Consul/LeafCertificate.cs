namespace ConsulRender.Consul;

/// <summary>A service's certificate for the mesh with its private key; as text the key is <c>***</c>.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/agent/connect#service-leaf-certificate"/>
public sealed record LeafCertificate
{
    /// <summary>The service.</summary>
    public string Service { get; init; } = "";

    /// <summary>Its name in the certificate.</summary>
    public string ServiceUri { get; init; } = "";

    /// <summary>The certificate as PEM.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The private key as PEM.</summary>
    public Secret PrivateKey { get; init; } = new("");

    /// <summary>The certificate's number.</summary>
    public string SerialNumber { get; init; } = "";

    /// <summary>From when on it is valid.</summary>
    public string ValidAfter { get; init; } = "";

    /// <summary>Until when it is valid.</summary>
    public string ValidBefore { get; init; } = "";
}
