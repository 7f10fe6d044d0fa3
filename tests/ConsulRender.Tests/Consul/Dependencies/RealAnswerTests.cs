using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul.Dependencies;

/// <summary>What a real agent, Consul 1.8.7, answers to each question, and what is made of it.</summary>
public sealed class RealAnswerTests
{
    private const string NodeId = "f230992a-21fc-7f74-5356-58da4dd9d580";

    [Fact]
    public void Nodes()
    {
        var node = Assert.Single(List<CatalogNode>(new Nodes(), "nodes"));

        Assert.Equal(("n1", NodeId, "127.0.0.1", "dc1"), (node.Name, node.Id, node.Address, node.Datacenter));
        Assert.Equal(["lan", "lan_ipv4", "wan", "wan_ipv4"], node.TaggedAddresses.Select(address => address.Key));
        Assert.Equal([new("consul-network-segment", ""), new("rack", "a")], node.Meta);
    }

    [Fact]
    public void A_node_with_its_services_by_name_and_id()
    {
        var node = (NodeServices)Of(new NodeByName("n1"), "node")!;

        Assert.Equal("n1", node.Node.Name);
        Assert.Equal(["consul", "web-1", "web-2", "web-1-sidecar-proxy"], node.Services.Select(service => service.Id));
        Assert.All(node.Services, service => Assert.Equal(("n1", "127.0.0.1", ""), (service.Node, service.Address, service.Status)));
    }

    [Fact]
    public void A_node_that_is_unknown_is_absent() => Assert.Null(ParseJson.Of(new NodeByName("n9"), "null"));

    [Fact]
    public void Datacenters_are_sorted() =>
        Assert.Equal(["dc1", "dc2"], ParseJson.List<string>(new Datacenters(), """["dc2","dc1"]"""));

    [Fact]
    public void An_instance_has_weights_addresses_checks_and_its_nodes_ID()
    {
        var web = List<ServiceInstance>(new HealthyService("web", PassingOnly: false), "health-web");

        Assert.Equal(["web-1", "web-2"], web.Select(instance => instance.Id));
        Assert.Equal(["passing", "warning"], web.Select(instance => instance.Status));
        Assert.Equal((NodeId, 5, 2, ""), (web[0].Host.Id, web[0].PassingWeight, web[0].WarningWeight, web[0].Kind));
        Assert.Equal([new("lan", "10.0.0.5", 81), new("wan", "198.51.100.5", 80)], web[0].TaggedAddresses);
        Assert.Equal(["a", "b"], web[0].Tags);
        Assert.Equal(["serfHealth", "web-ttl"], web[0].Checks.Select(check => check.Id));
        Assert.Equal(("alive", "a note", "ttl", "web-1"), (web[0].Checks[1].Name, web[0].Checks[1].Notes, web[0].Checks[1].Type, web[0].Checks[1].ServiceId));
    }

    [Fact]
    public void A_proxy_has_its_kind() =>
        Assert.Equal("connect-proxy", Assert.Single(List<ServiceInstance>(new HealthyService("web") { Connect = true }, "connect-web")).Kind);

    [Fact]
    public void Checks_of_a_node()
    {
        var checks = List<HealthCheck>(new HealthChecks(ChecksBy.Node, "n1"), "checks-node");

        Assert.Equal(
            ["serfHealth", "service:web-1-sidecar-proxy:1", "service:web-1-sidecar-proxy:2", "service:web-2", "web-ttl"],
            checks.Select(check => check.Id));
        Assert.Equal(("warning", "web", "web-2"), (checks[3].Status, checks[3].ServiceName, checks[3].ServiceId));
    }

    [Fact]
    public void What_only_a_check_or_an_index_says_makes_no_difference()
    {
        var text = Text("checks-node");
        var later = text.Replace("Agent alive and reachable", "Agent alive, 3 ms", StringComparison.Ordinal).Replace("Index\": 1", "Index\": 2", StringComparison.Ordinal);
        var query = new HealthChecks(ChecksBy.State, "any");

        Assert.NotEqual(text, later);
        Assert.Equal(ParseJson.Of(query, text), ParseJson.Of(query, later));
    }

    [Fact]
    public void Keys_of_a_folder_are_not_those_of_another_that_begins_alike() =>
        Assert.Equal(["app/a", "app/b/c"], ParseJson.List<string>(new KeyNames("app"), """["app/b/c","app/a","app/","app2/a"]"""));

    [Fact]
    public void Root_certificates()
    {
        var root = Assert.Single(List<CaRoot>(new CaRoots(), "ca-roots"));

        Assert.Equal(("Consul CA Root Cert", true, "29e4a0f7-ac04-430f-a8d9-e58ae616fb74.consul"), (root.Name, root.Active, root.TrustDomain));
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", root.RootCert, StringComparison.Ordinal);
        Assert.Empty(root.IntermediateCerts);
    }

    [Fact]
    public void A_leaf_certificate_keeps_its_key_to_itself()
    {
        var leaf = (LeafCertificate)Of(new CaLeaf("web"), "ca-leaf")!;

        Assert.Equal(("web", "08"), (leaf.Service, leaf.SerialNumber));
        Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----\n", leaf.PrivateKey.Reveal(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", $"{leaf} {new Reading(new CaLeaf("web"), 1, leaf, default)}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_prepared_query_gives() =>
        Assert.Equal(["web-1"], List<ServiceInstance>(new PreparedQuery("near-web"), "prepared-query").Select(instance => instance.Id));

    [Fact]
    public void The_agent()
    {
        var agent = (Agent)Of(new AgentSelf(), "agent-self")!;

        Assert.Equal(("n1", NodeId, "127.0.0.1", "dc1", "1.8.7", true), (agent.Node, agent.NodeId, agent.Address, agent.Datacenter, agent.Version, agent.IsServer));
    }

    [Fact]
    public void Configuration_entries_keep_Consuls_names_and_lose_their_indexes()
    {
        var entry = """{"Kind":"service-defaults","Name":"web","Protocol":"http","MeshGateway":{},"Expose":{}}""";

        Assert.Equal([entry], List<string>(new ConfigEntry("service-defaults"), "config-entries"));
        Assert.Equal(entry, ParseJson.Of(new ConfigEntry("service-defaults", "web"), """{"Kind":"service-defaults","Name":"web","Protocol":"http","MeshGateway":{},"Expose":{},"CreateIndex":19,"ModifyIndex":20}"""));
    }

    [Fact]
    public void Lists_of_objects_are_sorted_by_name_and_heartbeats_make_no_difference()
    {
        var first = """[{"Name":"west","StreamStatus":{"LastHeartbeat":"2026-01-01T00:00:00Z"},"ModifyIndex":1},{"ID":"z","Name":"east","PeerCAPems":["a",null,true,-1.5e3]}]""";
        var later = first.Replace("2026-01-01", "2026-01-02", StringComparison.Ordinal);

        Assert.Equal(
            ["""{"ID":"z","Name":"east","PeerCAPems":["a",null,true,-1.5e3]}""", """{"Name":"west","StreamStatus":{}}"""],
            ParseJson.List<string>(new Peerings(), first));
        Assert.Equal(ParseJson.Of(new Peerings(), first), ParseJson.Of(new Peerings(), later));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consul", "Data", name + ".json"));

    private static object? Of(ConsulQuery query, string name) => ParseJson.Of(query, Text(name));

    private static EquatableList<T> List<T>(ConsulQuery query, string name) => ParseJson.List<T>(query, Text(name));
}
