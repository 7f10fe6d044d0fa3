using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The root certificates of the mesh; answered with <c>EquatableList&lt;CaRoot&gt;</c> sorted by ID.</summary>
public sealed record CaRoots : ConsulQuery
{
    private static readonly Comparison<CaRoot> ById = (left, right) => string.CompareOrdinal(left.Id, right.Id);

    internal override string RequestPath => "/v1/agent/connect/ca/roots";

    /// <inheritdoc/>
    public override string ToString() => Question.Call("ca_roots", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var roots = new List<CaRoot>();
        var domain = "";
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("TrustDomain"u8))
            {
                domain = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Roots"u8))
            {
                ReadRoots(ref body, roots);
            }
            else
            {
                body.Skip();
            }
        }

        return ConsulJson.Sorted([.. roots.Select(root => root with { TrustDomain = domain })], ById);
    }

    internal override object Answer(Fixture fixture) => EquatableList<CaRoot>.Empty;

    private static void ReadRoots(ref Utf8JsonReader body, List<CaRoot> roots)
    {
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            var root = new CaRoot();
            while (ConsulJson.NextMember(ref body))
            {
                root = ReadMember(ref body, root);
            }

            roots.Add(root);
        }
    }

    private static CaRoot ReadMember(ref Utf8JsonReader body, CaRoot root)
    {
        switch (body.GetString())
        {
            case "ID":
                return root with { Id = ConsulJson.Text(ref body) };
            case "Name":
                return root with { Name = ConsulJson.Text(ref body) };
            case "RootCert":
                return root with { RootCert = ConsulJson.Text(ref body) };
            case "IntermediateCerts":
                return root with { IntermediateCerts = ConsulJson.Texts(ref body) };
            case "Active":
                return root with { Active = ConsulJson.Truth(ref body) };
            case "NotBefore":
                return root with { NotBefore = ConsulJson.Text(ref body) };
            case "NotAfter":
                return root with { NotAfter = ConsulJson.Text(ref body) };
            default:
                body.Skip();
                return root;
        }
    }
}
