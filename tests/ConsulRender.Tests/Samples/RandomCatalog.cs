using System.Text;
using System.Text.Json;

namespace ConsulRender.Tests.Samples;

/// <summary>Makes fixtures full of what a catalog may hold and a configuration must not; a seed always gives the same one.</summary>
internal sealed class RandomCatalog
{
    private static readonly string[] Names =
    [
        "", "web", "api", "shop", "test-server", "test-server-3000", "test-server-3010", "web-2", "oauth2", "my.svc", "3000", "000",
        "a b", "a_b", "a:b", "a:x20b", "a+b", "a%20b", "A", "a", "-", ".", "_", "web:3000", "tcp_production", "consul", "marathon",
        "sv\u00efc\u00e9", "\u540d\u524d", "\U0001f600", "web\n  bind :1", "web\r\nbackend evil", "tab\tname", " lead", "trail ", "#hash", "a#b",
        "quote\"d", "it's", "back\\slash", "{{ x }}", "{% endraw %}", "semi;colon", "pi|pe", "com,ma", "!*()~", "$HOME", "${HOME}", "\u0660\u0661",
        "\u0001", "\u007f", "\u0085", "\u2028",
    ];

    private static readonly string[] Ports =
    [
        "1", "80", "443", "3000", "3001", "3010", "4400", "5535", "5536", "6553", "8080", "8500", "9999", "10000", "13000", "13001", "14400", "18080",
        "18500", "55535", "65535",
    ];

    private static readonly string[] OddTags =
    [
        "", " ", "Production", "canary", "xinternal-listen-http-3000", " internal-listen-http-3000", "internal-listen-http-3000 ",
        "internal-listen-http-3000\n", "internal-listen-http-3000\n  bind :1", "internal-listen-http-3000-3010", "internal-listen-http-",
        "internal-listen-http-0", "internal-listen-http-03000", "internal-listen-http-65536", "internal-listen-http-99999",
        "internal-listen-http-100000000000000000000", "internal-listen-http-+3000", "internal-listen-http--1", "internal-listen-udp-53",
        "INTERNAL-LISTEN-HTTP-3000", "internal-listen-http-\u0663\u0660", "internal-listen-http-3000;x", "internal-listen-tcp-3000|x", "a;b|c d",
        "balance-", "balance-foo", "balance-foo\n  server evil 1.2.3.4:5", "balance-url_param", "balance-hash", "balance-random(2)",
        "balance-|", "balance-roundrobin|leastconn", "balance-Leastconn", "urlprefix-/x strip=/x", "{{ vars }}", "\u540d\u524d", "#", "\"", "\\",
    ];

    private static readonly string[] Algorithms = ["roundrobin", "static-rr", "leastconn", "first", "source", "random", "uri", "rdp-cookie"];

    private static readonly string[] Nodes =
    [
        "n1", "n2", "n-1", "n-1-1", "N1", "node.with.dots", "n 1", "n_1", "n:1", "n\n  server evil", "n\u00f6de", "n\"", "#n", "n#1", "n|1",
    ];

    private static readonly string[] Addresses =
    [
        "", "10.0.0.1", "10.0.0.2", "127.0.0.1", "255.255.255.255", "0.0.0.0", "256.1.1.1", "1.2.3", "1", "::1", "::", "2001:db8::1", "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::", "::ffff:10.0.0.1", "fe80::1%eth0", ":::", "1:2", "localhost", "no-such-host.invalid", "a..b", "-x", "x-", "a_b.invalid",
        "10.0.0.1 backup", "10.0.0.1:80", "10.0.0.1\n  bind :1", "[::1]", "unix@/x", "/x", "${HOME}", "*", "h\u00f6st", "@", "fd@3", "ipv4@10.0.0.1",
    ];

    private static readonly string[] Limits =
    [
        "4096", "1", "9999999", "4096\n", " 4096 ", "0", "-1", "10000000", "", "many", "4096\nuser root", "4096 # x", "\u0664", "4096\r", "\"4096\"",
    ];

    private static readonly string[] Statuses = ["passing", "passing", "passing", "passing", "warning", "critical", "maintenance"];

    private readonly Random _random;

    private RandomCatalog(int seed) => _random = new Random(seed);

    /// <summary>The fixture of a seed as JSON text.</summary>
    internal static string Json(int seed)
    {
        var catalog = new RandomCatalog(seed);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            catalog.Write(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("nodes");
        foreach (var node in Nodes)
        {
            writer.WriteStartObject(node);
            writer.WriteString("address", Pick(Addresses));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("services");
        foreach (var name in ServiceNames())
        {
            WriteService(writer, name);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("keys");
        writer.WriteString("service/haproxy/maxconn", Pick(Limits));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private IEnumerable<string> ServiceNames()
    {
        var names = Enumerable.Range(0, 2 + Below(20)).Select(_ => Pick(Names)).ToList();
        names.Add("long" + new string('x', Below(400)));
        names.Add("lo\u00f1g" + new string('\u00f1', Below(100)));
        return names.Distinct(StringComparer.Ordinal);
    }

    private void WriteService(Utf8JsonWriter writer, string name)
    {
        var shared = Tags();
        writer.WriteStartArray(name);
        for (var left = Below(9); left > 0; left--)
        {
            writer.WriteStartObject();
            writer.WriteString("node", Pick(Nodes));
            writer.WriteString("id", Chance(3) ? $"{Pick(Names)}{left}" : $"task.{left}:{Pick(Ports)}");
            if (!Chance(3))
            {
                writer.WriteString("address", Chance(3) ? Pick(Addresses) : "10.0.0." + Below(3));
            }

            writer.WriteNumber("port", Chance(8) ? 0 : Chance(3) ? 31000 : 1 + Below(65535));
            writer.WriteStartArray("tags");
            foreach (var tag in Chance(2) ? shared : Tags())
            {
                writer.WriteStringValue(tag);
            }

            writer.WriteEndArray();
            writer.WriteString("status", Pick(Statuses));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private List<string> Tags()
    {
        List<string> tags = [];
        if (!Chance(6))
        {
            tags.Add(Chance(2) ? "production" : "staging");
        }

        if (Chance(8))
        {
            tags.AddRange(["production", "staging"]);
        }

        for (var left = Below(4); left > 0; left--)
        {
            tags.Add($"internal-listen-{(Chance(3) ? "tcp" : "http")}-{Pick(Ports)}");
        }

        for (var left = Below(3); left > 0; left--)
        {
            tags.Add(Chance(2) ? Pick(OddTags) : "balance-" + Pick(Algorithms));
        }

        return tags;
    }

    private string Pick(string[] from) => from[Below(from.Length)];

    private bool Chance(int oneIn) => Below(oneIn) == 0;

#pragma warning disable CA5394 // Repeatable is wanted here, not unguessable.
    private int Below(int limit) => _random.Next(limit);
#pragma warning restore CA5394
}
