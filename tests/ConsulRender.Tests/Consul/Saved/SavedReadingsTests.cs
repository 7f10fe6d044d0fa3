using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Saved;
using Xunit;

namespace ConsulRender.Tests.Consul.Saved;

/// <summary>Readings on disk: what was written is read again, and nothing else is.</summary>
public sealed class SavedReadingsTests
{
    private const string Password = "hunter2-in-consul";

    private static readonly DateTimeOffset _noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    // Answers of a real agent where there are some.
    private static readonly (ConsulQuery Query, string Answer)[] _cases =
    [
        (new HealthyService("web", PassingOnly: false), Data("health-web")),
        (new HealthyService("web", "a", "dc2", "_agent") { Filter = "x == \"y\"", Connect = true, Scope = new() { Agent = "east", Peer = "p" } }, Data("connect-web")),
        (new HealthyService("gone", ""), "[]"),
        (new ServiceNames(), """{"consul":[],"web":["b","a"],"ü \"quoted\" \n":["<&>'"]}"""),
        (new ServiceNames("dc2") { Scope = new() { Namespace = "n", Partition = "q", SamenessGroup = "g" } }, "{}"),
        (new Nodes(), Data("nodes")),
        (new Nodes("dc1", "_agent", "Meta.rack == a"), """[{"Node":"z","Address":"1"},{"Node":"a","Address":"2","Meta":{"k":"v"}}]"""),
        (new NodeByName("n1"), Data("node")),
        (new NodeByName("n9", "dc2"), "null"),
        (new HealthChecks(ChecksBy.Node, "n1"), Data("checks-node")),
        (new HealthChecks(ChecksBy.Service, "web", "dc1", "Status == passing"), "[]"),
        (new HealthChecks(ChecksBy.State, "any"), """[{"Node":"n","CheckID":"c","Status":"odd"}]"""),
        (new PreparedQuery("near-web"), Data("prepared-query")),
        (new PreparedQuery("q", "dc2", "_agent"), """{"Nodes":[]}"""),
        (new Datacenters(), """["dc2","dc1"]"""),
        (new AgentSelf(), Data("agent-self")),
        (new CaRoots(), Data("ca-roots")),
        (new CaLeaf("web"), Data("ca-leaf")),
        (new ConfigEntry("service-defaults"), Data("config-entries")),
        (new ConfigEntry("service-defaults", "web"), """{"Kind":"service-defaults","Name":"web","N":[1.50e3,null,true,"\u2028é<"],"ModifyIndex":20}"""),
        (new ConfigEntry("service-defaults", "none", "dc1"), "null"),
        (new Partitions(), """[{"Name":"b","Description":"x"},{"Name":"a"}]"""),
        (new Peerings(), """[{"Name":"west","StreamStatus":{"LastSend":1}},{"Name":"east"}]"""),
        (new ExportedServices(), """[{"Service":"web","Consumers":{"Peers":["p"]}}]"""),
        (new ImportedServices(), """[{"Service":"web"}]"""),
        (new KeyNames("app"), """["app/b","app/a"]"""),
        (new KeyValue("app/a"), """[{"Key":"app/a","Value":"aHVudGVyMg=="}]"""),
        (new KeyValue("app/empty", ""), """[{"Key":"app/empty","Value":null}]"""),
        (new KeyValue("app/absent", "dc2"), "null"),
        (new KeyTree("/app/"), """[{"Key":"app/x/y","Value":"/wAK","Flags":18446744073709551615},{"Key":"app/a","Value":"w6k="}]"""),
        (new KeyTree("none"), "null"),
    ];

    private static IEnumerable<Reading> Readings =>
        _cases.Select((item, index) => new Reading(item.Query, 7, item.Answer == "null" && item.Query.AnswersNotFound(out var absent) ? absent : ParseJson.Of(item.Query, item.Answer), _noon.AddTicks(index)));

    [Fact]
    public void Every_kind_of_question_is_saved_or_known_not_to_be()
    {
        var kinds = typeof(Dependency).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Dependency)) && type is { IsAbstract: false, IsPublic: true });
        var saved = _cases.Select(item => item.Query.GetType()).ToHashSet();

        // A file is on the disk itself.
        Assert.Equal([typeof(FileText)], kinds.Where(kind => !saved.Contains(kind)));
        Assert.All(saved, kind => Assert.NotNull(SavedKind.Of(_cases.First(item => item.Query.GetType() == kind).Query)));
    }

    [Fact]
    public void Every_answer_is_read_again_as_it_was()
    {
        var before = Readings.ToList();
        var after = Read(Write(before, withSecrets: true));

        Assert.Equal(_noon, after.AsOf);
        Assert.Empty(after.Withheld);
        Assert.Equal([new("", "http://127.0.0.1:8500/"), new("east", "/run/east.sock team")], after.Agents);
        Assert.Equal(before.Select(reading => reading with { Index = 0, AsOf = _noon }), after.Readings);
        Assert.Equal(before.Select(reading => reading.Value?.GetHashCode()), after.Readings.Select(reading => reading.Value?.GetHashCode()));
    }

    [Fact]
    public void What_may_be_a_secret_is_not_in_the_file_unless_asked_for()
    {
        Reading[] secrets =
        [
            new(new KeyValue("db/password"), 1, Password, _noon),
            new(new KeyTree("db"), 1, (EquatableList<KeyPair>)[new("db/password", "password", Password, 0)], _noon),
            new(new ConfigEntry("inline-certificate", "web"), 1, $$"""{"PrivateKey":"{{Password}}"}""", _noon),
            new(new CaLeaf("web"), 1, new LeafCertificate { PrivateKey = new(Password) }, _noon),
        ];
        var file = Write(secrets, withSecrets: false);

        Assert.DoesNotContain(Password, Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)), Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Empty(Read(file).Readings);
        Assert.Equal(secrets.Select(secret => secret.Dependency), Read(file).Withheld);
        Assert.Equal(secrets.Length, Read(Write(secrets, withSecrets: true)).Readings.Count);
    }

    [Fact]
    public void That_there_is_nothing_is_no_secret()
    {
        Reading[] nothing = [new(new KeyValue("a"), 1, null, _noon), new(new KeyTree("b"), 1, EquatableList<KeyPair>.Empty, _noon)];

        Assert.Equal(nothing.Select(reading => reading.Dependency), Read(Write(nothing, withSecrets: false)).Readings.Select(reading => reading.Dependency));
    }

    [Fact]
    public void The_file_is_JSON_as_a_whole()
    {
        using var file = System.Text.Json.JsonDocument.Parse(Write(Readings, withSecrets: true));

        Assert.Equal(_cases.Length, file.RootElement.GetProperty("readings").GetArrayLength());
        Assert.Equal(_cases.Length, file.RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    public void Nodes_and_tags_that_answers_say_again_are_in_memory_once()
    {
        var web = ParseJson.Of(new HealthyService("web", PassingOnly: false), Data("health-web"));
        var instances = Read(Write([new(new HealthyService("web", PassingOnly: false), 1, web, _noon), new(new HealthyService("web"), 1, web, _noon)], withSecrets: false))
            .Readings.SelectMany(reading => (EquatableList<ServiceInstance>)reading.Value!).ToList();

        Assert.Equal(4, instances.Count);
        Assert.Single(instances.Select(instance => instance.Host).Distinct(ReferenceEqualityComparer.Instance));
        Assert.Same(instances[0].Tags, instances[2].Tags);
    }

    [Fact]
    public void A_line_longer_than_any_buffer_is_read_and_so_are_those_around_it()
    {
        Reading[] readings =
        [
            new(new KeyValue("a"), 0, "1", _noon),
            new(new KeyValue("long"), 0, new string('x', 300_000), _noon),
            .. Enumerable.Range(0, 3000).Select(number => new Reading(new KeyValue($"key/{number}"), 0, $"{number}", _noon)),
        ];

        Assert.Equal(readings.Select(reading => reading with { AsOf = _noon }), Read(Write(readings, withSecrets: true)).Readings);
    }

    [Fact]
    public void Thousands_of_services_are_written_a_reading_at_a_time()
    {
        var shared = new SharedValues();
        var readings = Enumerable.Range(0, 5000).Select(service => new Reading(new HealthyService($"service-{service}"), 0, Instances(service), _noon)).ToList();
        var saved = new SavedReadings { AsOf = _noon, Agents = new Dictionary<string, string> { [""] = "x" }, Readings = readings };
        saved.Write(Stream.Null, withSecrets: false);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = TimeProvider.System.GetTimestamp();
        using var stream = new CountingStream();
        saved.Write(stream, withSecrets: false);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{stream.Length:n0} bytes in {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:n0} ms, {allocated:n0} allocated, at most {stream.Longest:n0} at once");

        // Each question is taken apart into its texts; the answers go past as bytes.
        Assert.True(stream.Length > 5_000_000, $"only {stream.Length} bytes were written");
        Assert.InRange(allocated, 0, 8_000_000);
        Assert.InRange(stream.Longest, 1, 200_000);

        EquatableList<ServiceInstance> Instances(int service) =>
        [
            .. Enumerable.Range(0, 5).Select(number => new ServiceInstance
            {
                Host = new CatalogNode { Name = $"node-{(service + number) % 100}", Address = "10.0.0.1", Datacenter = "dc1" },
                Id = $"service-{service}-{number}",
                Name = $"service-{service}",
                Address = "10.0.0.1",
                Port = 8000 + number,
                Tags = shared.List(["a", "b"]),
                Checks = [new HealthCheck { Node = $"node-{(service + number) % 100}", Id = $"check-{service}", Name = "alive", Status = "passing" }],
            }),
        ];
    }

    [Fact]
    public void The_moment_can_be_renewed_in_place()
    {
        var file = Write(Readings, withSecrets: false);
        var (bytes, offset) = SavedReadings.Confirm(_noon.AddDays(400));
        bytes.CopyTo(file, offset);

        Assert.Equal(_noon.AddDays(400), Read(file).AsOf);
    }

    [Fact]
    public void A_reading_that_was_saved_before_keeps_its_age()
    {
        var old = new Reading(new KeyValue("old"), 0, "1", _noon.AddDays(-9)) { AsOf = _noon.AddDays(-2) };

        Assert.Equal([old, old with { Dependency = new KeyValue("new"), AsOf = _noon }], Read(Write([old, old with { Dependency = new KeyValue("new"), AsOf = null }], withSecrets: true)).Readings);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "line 1: it has version 2, and this program knows version 1")]
    [InlineData("\"kind\":\"key\"", "\"kind\":\"kay\"", "line 2: the kind of question \"kay\" is unknown")]
    [InlineData("\"value\":[{", "\"value\":[7,{", "line 2: ")]
    [InlineData("\"count\":2", "\"count\":3", "line 4: there are fewer readings than it says")]
    [InlineData("\"name\":\"a\"", "\"nome\":\"a\"", "line 2: a question has no \"name\"")]
    [InlineData("\"time\":\"2026", "\"time\":\"late", "line 2: ")]
    [InlineData("{\"kind", "{\"kond", "line 2: it is not what this program writes")]
    [InlineData("\"count\":2}\n", "", "line 4: it ends too early")]
    [InlineData("{\"version\"", "\u0000\u0000", "line 1: ")]
    public void Anything_else_is_refused_with_the_line(string part, string instead, string message)
    {
        var good = Encoding.UTF8.GetString(Write([new(new KeyValue("a"), 0, "1", _noon), new(new KeyValue("b"), 0, "2", _noon)], withSecrets: true));
        var bad = good.Replace(part, instead, StringComparison.Ordinal);

        Assert.NotEqual(good, bad);
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => Read(Encoding.UTF8.GetBytes(bad))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var file = Write(Readings.Take(3), withSecrets: true);

        for (var length = 0; length < file.Length - 1; length += 13)
        {
            Assert.Throws<InvalidDataException>(() => Read(file[..length]));
        }
    }

    internal static byte[] Write(IEnumerable<Reading> readings, bool withSecrets)
    {
        using var stream = new MemoryStream();
        new SavedReadings
        {
            AsOf = _noon,
            Agents = new Dictionary<string, string> { [""] = "http://127.0.0.1:8500/", ["east"] = "/run/east.sock team" },
            Readings = [.. readings],
        }.Write(stream, withSecrets);
        return stream.ToArray();
    }

    /// <summary>Forgets what is written to it, but how much.</summary>
    private sealed class CountingStream : MemoryStream
    {
        private long _length;

        public override long Length => _length;

        internal int Longest { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _length += count;
            Longest = Math.Max(Longest, count);
        }
    }

    private static SavedReadings Read(byte[] file) => SavedReadings.Read(new MemoryStream(file));

    private static string Data(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consul", "Data", name + ".json"));
}
