namespace ConsulRender.Consul;

/// <summary>One root certificate of the mesh's certificate authority.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/agent/connect#certificate-authority-ca-roots"/>
public sealed record CaRoot
{
    /// <summary>Its ID, a fingerprint.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The certificate as PEM.</summary>
    public string RootCert { get; init; } = "";

    /// <summary>The certificates between it and the leaves as PEM, in Consul's order.</summary>
    public EquatableList<string> IntermediateCerts { get; init; } = [];

    /// <summary>Whether new leaves are signed with it.</summary>
    public bool Active { get; init; }

    /// <summary>From when on it is valid.</summary>
    public string NotBefore { get; init; } = "";

    /// <summary>Until when it is valid.</summary>
    public string NotAfter { get; init; } = "";

    /// <summary>The domain that the names in leaves end with.</summary>
    public string TrustDomain { get; init; } = "";
}
