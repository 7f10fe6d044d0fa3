using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class WatchPlanTests
{
    private const int Budget = 64;
    private static readonly DatacenterScope Here = new(null, QueryScope.Own);

    [Fact]
    public void Services_their_checks_and_the_list_of_names_share_their_catalog()
    {
        var plan = new WatchPlan([.. Services(100), new ServiceNames(), new HealthChecks(ChecksBy.Service, "s1")], Budget);

        Assert.Equal(Here, plan.RingerOf(new HealthyService("s1")));
        Assert.Equal(Here, plan.RingerOf(new HealthyService("s1", Tag: "v2") { Filter = "Service.Port > 1" }));
        Assert.Equal(Here, plan.RingerOf(new HealthChecks(ChecksBy.Service, "s1")));
        Assert.Equal(Here, plan.RingerOf(new ServiceNames()));
    }

    [Fact]
    public void Sixteen_connections_are_for_the_catalog_and_the_rest_for_those_that_changed_of_late() =>
        Assert.Equal(48, new WatchPlan(Services(100), Budget).Places);

    [Fact]
    public void The_mesh_peers_nodes_and_services_of_another_datacenter_are_not_in_the_catalog()
    {
        var mesh = new HealthyService("s1") { Connect = true };
        var imported = new HealthyService("s1") { Scope = new() { Peer = "east" } };
        var remote = new HealthyService("s1", Datacenter: "dc2");
        var plan = new WatchPlan([.. Services(100), mesh, imported, remote, new Nodes()], Budget);

        Assert.All(new ConsulQuery[] { mesh, imported, remote, new Nodes() }, query => Assert.Null(plan.RingerOf(query)));
    }

    [Fact]
    public void Each_datacenter_with_many_services_is_a_catalog_of_its_own()
    {
        var plan = new WatchPlan([.. Services(50), .. Services(50, "dc2")], Budget);

        Assert.Equal(Here, plan.RingerOf(new HealthyService("s1")));
        Assert.Equal(Here with { Datacenter = "dc2" }, plan.RingerOf(new HealthyService("s1", Datacenter: "dc2")));
        Assert.Equal(44, plan.Places);
    }

    [Fact]
    public void Keys_of_a_folder_and_folders_in_it_share_a_question()
    {
        var plan = new WatchPlan([.. Keys("app/web/", 80), new KeyTree("app/web/more"), new KeyValue("other")], Budget);

        Assert.Equal(new Folder(Here, "app/web/"), plan.RingerOf(new KeyValue("app/web/k1")));
        Assert.Equal(new Folder(Here, "app/web/"), plan.RingerOf(new KeyTree("app/web/more")));
        Assert.Null(plan.RingerOf(new KeyValue("other")));
    }

    [Fact]
    public void Too_many_folders_are_watched_by_those_above_them_but_never_as_the_whole_store()
    {
        var deep = Enumerable.Range(0, 100).Select(number => new KeyValue(string.Create(CultureInfo.InvariantCulture, $"app/{number}/port"))).ToList();
        var plan = new WatchPlan(deep, Budget);
        Assert.All(deep, key => Assert.Equal(new Folder(Here, "app/"), plan.RingerOf(key)));

        var flat = Enumerable.Range(0, 100).Select(number => new KeyValue(string.Create(CultureInfo.InvariantCulture, $"k{number}"))).ToList();
        Assert.All(flat, key => Assert.IsNotType<Folder>(new WatchPlan(flat, Budget).RingerOf(key)));
    }

    [Fact]
    public void What_nothing_coarser_sees_blocks_by_itself_on_half_of_the_places_and_the_rest_is_called_in_turn()
    {
        var nodes = Enumerable.Range(0, 100).Select(number => new NodeByName(string.Create(CultureInfo.InvariantCulture, $"n{number}"))).ToList();
        var plan = new WatchPlan(nodes, Budget);

        Assert.Equal(52, plan.Places);
        Assert.Equal(26, nodes.Count(node => plan.RingerOf(node) is null));
        Assert.Single(nodes.Select(plan.RingerOf).OfType<object>().Distinct());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(180)]
    public void No_plan_needs_more_connections_than_there_are(int budget)
    {
        ConsulQuery[] queries = [.. Services(200), .. Services(200, "dc2"), .. Services(200, "dc3"), .. Keys("a/", 50), .. Keys("b/", 50), new Nodes()];
        var plan = new WatchPlan(queries, budget);
        var ringers = queries.Select(plan.RingerOf).OfType<object>().Distinct().ToList();
        var needed = plan.Places + WatchPlan.Callers(budget) + (4 * ringers.OfType<DatacenterScope>().Count()) + ringers.OfType<Folder>().Count();

        Assert.InRange(needed, 1, budget);
    }

    private static IReadOnlyList<ConsulQuery> Services(int count, string? datacenter = null) =>
        [.. Enumerable.Range(0, count).Select(number => new HealthyService(string.Create(CultureInfo.InvariantCulture, $"s{number}"), Datacenter: datacenter))];

    private static IReadOnlyList<ConsulQuery> Keys(string folder, int count) =>
        [.. Enumerable.Range(0, count).Select(number => new KeyValue(string.Create(CultureInfo.InvariantCulture, $"{folder}k{number}")))];
}
