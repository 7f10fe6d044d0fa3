using System.Net;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul;

public sealed class QueryScopeTests
{
    private static readonly QueryScope Scope = new() { Namespace = "n 1", Partition = "p", Peer = "q", SamenessGroup = "g" };

    public static TheoryData<string, string> Questions => new(
        Row(new HealthyService("web", "v2", "east") { Scope = Scope, Filter = "Service.Meta.v == 2" }),
        Row(new HealthyService("web", PassingOnly: false) { Connect = true }),
        Row(new ServiceNames { Scope = Scope }),
        Row(new Nodes("east", "_agent", "Meta.rack == a")),
        Row(new NodeByName("a/b", "east")),
        Row(new Datacenters()),
        Row(new Datacenters { Scope = new() { Agent = "east" } }),
        Row(new KeyValue("a", "d") { Scope = new() { Agent = "east", Namespace = "n" } }),
        Row(new HealthChecks(ChecksBy.State, "critical")),
        Row(new HealthChecks(ChecksBy.Service, "web", "east", "Notes != x")),
        Row(new HealthChecks(ChecksBy.Node, "n1")),
        Row(new KeyNames("/app/", "east")),
        Row(new KeyValue("a") { Scope = new() { Partition = "p" } }),
        Row(new KeyTree("a") { Scope = new() { Namespace = "n" } }),
        Row(new CaRoots()),
        Row(new CaLeaf("web")),
        Row(new PreparedQuery("q", "east", "_agent")),
        Row(new AgentSelf()),
        Row(new ConfigEntry("service-defaults", "web", "east")),
        Row(new ConfigEntry("service-defaults")),
        Row(new Partitions()),
        Row(new Peerings { Scope = new() { Partition = "p" } }),
        Row(new ExportedServices()),
        Row(new ImportedServices()));

    private static (string Question, string Path) Row(ConsulQuery query) => (query.ToString(), query.RequestPath);

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_has_its_path(string question, string path) => Assert.Equal(Expected(question), path);

    [Fact]
    public void Questions_to_different_agents_are_different_questions()
    {
        var east = new KeyValue("a") { Scope = new() { Agent = "east" } };

        Assert.Equal(east, new KeyValue("a") { Scope = new() { Agent = "east" } });
        Assert.Equal(east.GetHashCode(), new KeyValue("a") { Scope = new() { Agent = "east" } }.GetHashCode());
        Assert.NotEqual(east, new KeyValue("a"));
        Assert.NotEqual(east, new KeyValue("a") { Scope = new() { Agent = "west" } });
    }

    [Fact]
    public async Task What_this_Consul_does_not_know_is_refused_with_its_own_answer()
    {
        var failure = await FailureAsync(new Peerings(), HttpStatusCode.NotFound, "");

        Assert.Equal(ConsulFailure.Refused, failure.Failure);
        Assert.Equal("HTTP 404: Not Found; this Consul does not know the question, which is for Consul 1.13 and later", failure.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "Failed to create boolean expression evaluator: Selector \"Service.Bogus\" is not valid")]
    [InlineData(HttpStatusCode.InternalServerError, "invalid config entry kind: bogus")]
    [InlineData(HttpStatusCode.NotFound, "Query not found")]
    [InlineData(HttpStatusCode.BadRequest, "Bad request: Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature")]
    public async Task What_does_not_mend_itself_is_refused_in_Consuls_words(HttpStatusCode status, string body)
    {
        var failure = await FailureAsync(new PreparedQuery("q"), status, body);

        Assert.Equal((ConsulFailure.Refused, $"HTTP {(int)status}: {body}"), (failure.Failure, failure.Message));
    }

    private static async Task<ConsulException> FailureAsync(ConsulQuery query, HttpStatusCode status, string body)
    {
        using var agent = new OneAnswer(status, body);
        using var client = new ConsulClient(new(), new FakeTimeProvider(), agent);
        return await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(query, 0, TestContext.Current.CancellationToken));
    }

    private static string Expected(string question) => question switch
    {
        """service("web", tag: "v2", dc: "east", filter: "Service.Meta.v == 2", ns: "n 1", partition: "p", peer: "q", sameness_group: "g")""" =>
            "/v1/health/service/web?passing=1&tag=v2&dc=east&filter=Service.Meta.v%20%3D%3D%202&ns=n%201&partition=p&peer=q&sameness-group=g",
        """connect("web", passing: false)""" => "/v1/health/connect/web",
        """services(ns: "n 1", partition: "p", peer: "q", sameness_group: "g")""" => "/v1/catalog/services?ns=n%201&partition=p&peer=q&sameness-group=g",
        """nodes(dc: "east", near: "_agent", filter: "Meta.rack == a")""" => "/v1/catalog/nodes?dc=east&near=_agent&filter=Meta.rack%20%3D%3D%20a",
        """node("a/b", dc: "east")""" => "/v1/catalog/node/a%2Fb?dc=east",
        """datacenters(consul: "east")""" => "/v1/catalog/datacenters",
        """key("a", dc: "d", ns: "n", consul: "east")""" => "/v1/kv/a?dc=d&ns=n",
        "datacenters()" => "/v1/catalog/datacenters",
        """checks(state: "critical")""" => "/v1/health/state/critical",
        """checks(service: "web", dc: "east", filter: "Notes != x")""" => "/v1/health/checks/web?dc=east&filter=Notes%20%21%3D%20x",
        """checks(node: "n1")""" => "/v1/health/node/n1",
        """keys("/app/", dc: "east")""" => "/v1/kv/app/?keys=1&dc=east",
        """key("a", partition: "p")""" => "/v1/kv/a?partition=p",
        """tree("a", ns: "n")""" => "/v1/kv/a/?recurse=1&ns=n",
        "ca_roots()" => "/v1/agent/connect/ca/roots",
        """ca_leaf("web")""" => "/v1/agent/connect/ca/leaf/web",
        """prepared_query("q", dc: "east", near: "_agent")""" => "/v1/query/q/execute?dc=east&near=_agent",
        "agent()" => "/v1/agent/self",
        """config_entry("service-defaults", "web", dc: "east")""" => "/v1/config/service-defaults/web?dc=east",
        """config_entry("service-defaults")""" => "/v1/config/service-defaults",
        "partitions()" => "/v1/partitions",
        """peerings(partition: "p")""" => "/v1/peerings?partition=p",
        "exported_services()" => "/v1/exported-services",
        "imported_services()" => "/v1/imported-services",
        _ => $"nothing is expected of {question}",
    };

    private sealed class OneAnswer(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
