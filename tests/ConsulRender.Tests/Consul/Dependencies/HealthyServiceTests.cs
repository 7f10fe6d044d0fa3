using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul.Dependencies;

public sealed class HealthyServiceTests
{
    [Fact]
    public void The_answer_of_a_real_agent_is_understood()
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consul", "Data", "health-test-server.json"));

        var instances = ParseJson.List<ServiceInstance>(new HealthyService("test-server"), json);

        Assert.Equal(
            [("mesos-slave-1", 31001), ("mesos-slave-1", 31002), ("mesos-slave-2", 31003), ("mesos-slave-2", 31005), ("mesos-slave-3", 31004)],
            instances.Select(instance => (instance.Node, instance.Port)));
        Assert.Equal(
            new ServiceInstance
            {
                Host = new() { Name = "mesos-slave-1", Address = "10.0.1.11", Datacenter = "dc1" },
                Id = "app_production_test-server.11111111-0000-11e5-8878-56847afe9799:3000",
                Name = "test-server",
                Address = "10.0.1.11",
                Port = 31001,
                Tags = ["internal-listen-http-3000", "production"],
                Checks = [],
            },
            instances[0]);
    }

    [Fact]
    public void Instances_are_sorted_by_node_and_then_by_id()
    {
        var json = $"[{Entry("b", "1")},{Entry("a", "2")},{Entry("a", "10")}]";

        Assert.Equal(["a/10", "a/2", "b/1"], Order(new HealthyService("web"), json));
    }

    [Fact]
    public void Near_keeps_the_order_of_Consul()
    {
        var json = $"[{Entry("b", "1")},{Entry("a", "2")},{Entry("a", "10")}]";

        Assert.Equal(["b/1", "a/2", "a/10"], Order(new HealthyService("web", Near: "_agent"), json));
    }

    [Fact]
    public void A_service_without_address_has_its_nodes() =>
        Assert.Equal("10.0.0.9", Parse("""{"Node":{"Node":"n","Address":"10.0.0.9"},"Service":{"ID":"i","Service":"web","Address":"","Port":80}}""").Address);

    [Fact]
    public void A_service_with_an_address_keeps_it()
    {
        var instance = Parse("""{"Node":{"Node":"n","Address":"10.0.0.9"},"Service":{"ID":"i","Service":"web","Address":"fe80::1","Port":80}}""");

        Assert.Equal(("fe80::1", "10.0.0.9"), (instance.Address, instance.Host.Address));
    }

    [Fact]
    public void Tags_are_sorted_and_unique_and_metadata_is_sorted_by_key()
    {
        var instance = Parse("""
            {"Node":{"Node":"n","Address":"a","Meta":{"z":"1","b":"2"}},
             "Service":{"ID":"i","Service":"web","Port":0,"Tags":["v2","V1","v2","a"],"Meta":{"y":"","x":"ü"}}}
            """);

        Assert.Equal(["V1", "a", "v2"], instance.Tags);
        Assert.Equal([new("b", "2"), new("z", "1")], instance.Host.Meta);
        Assert.Equal([new("x", "ü"), new("y", "")], instance.ServiceMeta);
    }

    [Theory]
    [InlineData("", "passing")]
    [InlineData("passing", "passing")]
    [InlineData("passing,warning", "warning")]
    [InlineData("critical,warning,passing", "critical")]
    [InlineData("passing,something-new", "critical")]
    public void An_instance_is_as_bad_as_its_worst_check(string states, string status)
    {
        var checks = states.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(state => $$"""{"CheckID":"c","Status":"{{state}}"}""");

        Assert.Equal(status, Parse($$"""{"Node":{"Node":"n"},"Service":{"ID":"i"},"Checks":[{{string.Join(',', checks)}}]}""").Status);
    }

    [Theory]
    [InlineData("_node_maintenance")]
    [InlineData("_service_maintenance:web1")]
    public void Maintenance_is_worse_than_critical(string checkId) =>
        Assert.Equal("maintenance", Parse($$"""{"Node":{"Node":"n"},"Service":{"ID":"i"},"Checks":[{"Status":"critical","CheckID":"c"},{"Status":"critical","CheckID":"{{checkId}}"},{"CheckID":"d","Status":"passing"}]}""").Status);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_service_without_instances_is_an_empty_list(string json) =>
        Assert.Empty(ParseJson.List<ServiceInstance>(new HealthyService("web"), json));

    [Fact]
    public void Nulls_are_empty() =>
        Assert.Equal(
            ParseJson.List<ServiceInstance>(new HealthyService("web"), """[{"Node":{"Node":"n","Address":"a"},"Service":{"ID":"i","Service":"web","Port":1},"Checks":[]}]"""),
            ParseJson.List<ServiceInstance>(new HealthyService("web"), """[{"Node":{"Node":"n","Address":"a","Meta":null},"Service":{"ID":"i","Service":"web","Port":1,"Tags":null,"Meta":null,"Address":null},"Checks":null}]"""));

    [Fact]
    public void Check_output_indexes_and_unknown_members_make_no_difference()
    {
        var before = """[{"Node":{"Node":"n","Address":"a","ModifyIndex":1},"Service":{"ID":"i","Service":"web","Port":1,"ModifyIndex":7},"Checks":[{"CheckID":"c","Status":"passing","Output":"took 3 ms"}]}]""";
        var after = """[{"New":{"a":[1,{}]},"Node":{"Node":"n","Address":"a","ModifyIndex":2},"Service":{"ID":"i","Service":"web","Port":1,"Proxy":{"Expose":{}},"ModifyIndex":8},"Checks":[{"CheckID":"c","Status":"passing","Output":"took 9 ms"}]}]""";

        Assert.Equal(ParseJson.Of(new HealthyService("web"), before), ParseJson.Of(new HealthyService("web"), after));
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""["web"]""")]
    [InlineData("""[{"Node":"n"}]""")]
    [InlineData("""[{"Service":{"Port":"80"}}]""")]
    [InlineData("""[{"Service":{"Tags":[1]}}]""")]
    [InlineData("""[{"Node":{"Node":"n"}}""")]
    [InlineData("[{}]")]
    [InlineData("""[{"error":"too much to do"}]""")]
    [InlineData("""[{"Node":{"Node":"n","Address":"a"}}]""")]
    [InlineData("""[{"Node":{"Node":"n","Address":"a"},"Service":null}]""")]
    [InlineData("""[{"Service":{"Service":"web","Port":1,"ID":"i"}}]""")]
    public void What_is_not_Consuls_is_not_taken_for_an_answer(string json) =>
        Assert.ThrowsAny<JsonException>(() => ParseJson.Of(new HealthyService("web"), json));

    private static ServiceInstance Parse(string entry) => Assert.Single(ParseJson.List<ServiceInstance>(new HealthyService("web"), $"[{entry}]"));

    private static string Entry(string node, string id) => $$"""{"Node":{"Node":"{{node}}","Address":"a"},"Service":{"Service":"web","Port":1,"ID":"{{id}}"} }""";

    private static IEnumerable<string> Order(HealthyService service, string json) =>
        ParseJson.List<ServiceInstance>(service, json).Select(instance => $"{instance.Node}/{instance.Id}");
}
