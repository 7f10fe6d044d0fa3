using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul.Fixtures;

public sealed class FixtureTests : IDisposable
{
    private const string Example = """
        {
          // A person writes this by hand.
          "services": {
            "web": [
              { "node": "n2", "port": 81, "tags": ["v2", "a", "v2"], "status": "warning" },
              { "node": "n1", "port": 80, "tags": ["v1"], "meta": { "version": "1" } },
              { "node": "n1", "port": 90 },
              { "node": "elsewhere", "id": "web-9", "address": "192.0.2.9", "port": 82, "tags": ["V2"] },
            ],
            "api": [ { "node": "n1", "address": "192.0.2.1" } ],
            "idle": []
          },
          "nodes": { /* nodes may come last */ "n1": { "address": "10.0.0.1", "meta": { "rack": "a" } }, "n2": { "address": "10.0.0.2" } },
          "keys": { "app/db": "host", "app/sub/x": "", "apple": "1", "app/marker/": "" },
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Instances_have_what_Consul_would_add()
    {
        var web = Ask<ServiceInstance>(new HealthyService("web", PassingOnly: false));

        Assert.Equal(["elsewhere/web-9", "n1/web-80", "n1/web-90", "n2/web"], web.Select(instance => $"{instance.Node}/{instance.Id}"));
        Assert.Equal(
            new ServiceInstance
            {
                Host = new() { Name = "n1", Address = "10.0.0.1", Meta = [new("rack", "a")] },
                Id = "web-80",
                Name = "web",
                Address = "10.0.0.1",
                Port = 80,
                Tags = ["v1"],
                ServiceMeta = [new("version", "1")],
                Status = "passing",
                Checks =
                [
                    new()
                    {
                        Node = "n1",
                        Id = "service:web-80",
                        Name = "Service 'web' check",
                        Status = "passing",
                        ServiceId = "web-80",
                        ServiceName = "web",
                        ServiceTags = ["v1"],
                    },
                ],
            },
            web[1] with { Checks = web[1].Checks });
        Assert.Equal(("192.0.2.9", "192.0.2.9"), (web[0].Address, web[0].Host.Address));
        Assert.Equal(["a", "v2"], web[3].Tags);
    }

    [Fact]
    public void An_instance_may_have_its_own_address_on_a_known_node()
    {
        var api = Assert.Single(Ask<ServiceInstance>(new HealthyService("api")));

        Assert.Equal(("192.0.2.1", "10.0.0.1", 0, "api"), (api.Address, api.Host.Address, api.Port, api.Id));
    }

    [Fact]
    public void Only_passing_instances_answer_unless_all_are_asked_for()
    {
        Assert.Equal([82, 80, 90], Ask<ServiceInstance>(new HealthyService("web")).Select(instance => instance.Port));
        Assert.Equal(4, Ask<ServiceInstance>(new HealthyService("web", PassingOnly: false)).Count);
    }

    [Fact]
    public void A_tag_chooses_instances_without_regard_to_case_as_Consul_does() =>
        Assert.Equal([82, 81], Ask<ServiceInstance>(new HealthyService("web", "v2", PassingOnly: false)).Select(instance => instance.Port));

    [Fact]
    public void An_unknown_service_has_no_instances() => Assert.Empty(Ask<ServiceInstance>(new HealthyService("nope")));

    [Fact]
    public void Services_are_listed_with_the_tags_of_all_instances() =>
        Assert.Equal([new("api", []), new("idle", []), new("web", ["V2", "a", "v1", "v2"])], Ask<ServiceName>(new ServiceNames()));

    [Theory]
    [InlineData("app/db", "host")]
    [InlineData("/app/db", "host")]
    [InlineData("app/sub/x", "")]
    [InlineData("app", null)]
    public void A_key_answers_its_value_or_is_absent(string key, string? value) => Assert.Equal(value, Find(new KeyValue(key)).Value);

    [Fact]
    public void A_tree_answers_its_folder()
    {
        KeyPair[] app = [new("app/db", "db", "host", 0), new("app/sub/x", "sub/x", "", 0)];

        Assert.Equal(app, Ask<KeyPair>(new KeyTree("app")));
        Assert.Equal(app, Ask<KeyPair>(new KeyTree("app/")));
        Assert.Equal(["app/db", "app/sub/x", "apple"], Ask<KeyPair>(new KeyTree("")).Select(pair => pair.Key));
        Assert.Empty(Ask<KeyPair>(new KeyTree("nope")));
    }

    [Fact]
    public void Files_are_answered_only_by_a_fixture_that_has_them()
    {
        const string Json = """{ "files": { "etc/motd": "hello\n" } }""";

        Assert.Equal("hello\n", Find(new FileText("etc/motd"), Json).Value);
        Assert.True(Find(new FileText("other"), Json).IsAbsent);
        Assert.Null(Load("{}").Find(new FileText("etc/motd")));
        Assert.False(Load("{}").Answers(new FileText("etc/motd")));
        Assert.True(Load("{}").Answers(new KeyValue("a")));
    }

    [Theory]
    [InlineData("{}", "1970-01-01T00:00:00Z")]
    [InlineData("""{ "time": "2026-01-02T03:04:05Z" }""", "2026-01-02T03:04:05Z")]
    [InlineData("""{ "time": "2026-01-02T03:04:05.25+01:00" }""", "2026-01-02T02:04:05.25Z")]
    [InlineData("""{ "time": "2026-01-02T03:04:05" }""", "2026-01-02T03:04:05Z")]
    public void The_time_is_the_fixtures_whatever_else_is_read(string json, string time)
    {
        var expected = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        var snapshot = Load(json);

        Assert.Equal(expected, snapshot.Time);
        Assert.Equal(expected, snapshot.At(DateTimeOffset.MaxValue).With(new Reading(new FileText("a"), 0, "text", DateTimeOffset.MaxValue)).Time);
    }

    [Fact]
    public void Every_datacenter_answers_the_same() =>
        Assert.Equal(Find(new ServiceNames()).Value, Find(new ServiceNames("east")).Value);

    [Fact]
    public void Every_part_may_be_left_out_and_a_byte_order_mark_is_no_matter()
    {
        Assert.Empty(Ask<ServiceName>(new ServiceNames(), "\uFEFF{}"));
        Assert.True(Find(new KeyValue("a"), "{}").IsAbsent);
    }

    private EquatableList<T> Ask<T>(Dependency dependency, string json = Example) => (EquatableList<T>)Find(dependency, json).Value!;

    private Reading Find(Dependency dependency, string json = Example) => Load(json).Find(dependency)!;

    private Snapshot Load(string json)
    {
        File.WriteAllText(_path, json);
        return Snapshot.Load(_path);
    }
}
