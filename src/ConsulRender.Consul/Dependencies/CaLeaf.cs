using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>A service's certificate for the mesh, which the agent makes and renews; answered with <see cref="LeafCertificate"/>.</summary>
public sealed record CaLeaf(string Service) : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/agent/connect/ca/leaf/" + Uri.EscapeDataString(Service), Scope);

    /// <inheritdoc/>
    public override string ToString() => Question.Call("ca_leaf", Service, Scope);

    internal override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        if (!ConsulJson.EnterObject(ref body))
        {
            return null;
        }

        var leaf = new LeafCertificate();
        while (ConsulJson.NextMember(ref body))
        {
            leaf = ReadMember(ref body, leaf);
        }

        return leaf;
    }

    internal override object? Answer(Fixture fixture) => null;

    private static LeafCertificate ReadMember(ref Utf8JsonReader body, LeafCertificate leaf)
    {
        switch (body.GetString())
        {
            case "Service":
                return leaf with { Service = ConsulJson.Text(ref body) };
            case "ServiceURI":
                return leaf with { ServiceUri = ConsulJson.Text(ref body) };
            case "CertPEM":
                return leaf with { Certificate = ConsulJson.Text(ref body) };
            case "PrivateKeyPEM":
                return leaf with { PrivateKey = new(ConsulJson.Text(ref body)) };
            case "SerialNumber":
                return leaf with { SerialNumber = ConsulJson.Text(ref body) };
            case "ValidAfter":
                return leaf with { ValidAfter = ConsulJson.Text(ref body) };
            case "ValidBefore":
                return leaf with { ValidBefore = ConsulJson.Text(ref body) };
            default:
                body.Skip();
                return leaf;
        }
    }
}
