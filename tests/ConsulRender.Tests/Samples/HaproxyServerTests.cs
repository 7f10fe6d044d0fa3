using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>What becomes a server line, under which name, and how its backend balances.</summary>
public sealed class HaproxyServerTests
{
    private static readonly string[] Web = ["production", "internal-listen-http-3000"];

    [Fact]
    public void A_failing_instance_leaves_without_renaming_the_others()
    {
        var lines = new Catalog()
            .WithInstance("web", Web, id: "1", port: 31001, status: "critical")
            .WithInstance("web", Web, id: "2", port: 31002)
            .Internal();

        Assert.Equal(["  server n1-1 10.0.0.1:31002 check inter 10s fall 1 rise 1"], Servers(lines));
    }

    [Fact]
    public void Stable_names_depend_on_nothing_but_the_instance()
    {
        var lines = new Catalog()
            .WithInstance("web", Web, id: "1", port: 31001)
            .WithInstance("web", Web, id: "2", port: 31001)
            .WithInstance("web", Web, id: "3", address: "10.9.9.9", port: 80)
            .Internal(vars => vars["server_names"] = "stable");

        Assert.Equal(
            [
                "  server n1-31001 10.0.0.1:31001 check inter 10s fall 1 rise 1",
                "  server n1-31001:1 10.0.0.1:31001 check inter 10s fall 1 rise 1",
                "  server n1-10.9.9.9-80 10.9.9.9:80 check inter 10s fall 1 rise 1",
            ],
            Servers(lines));
    }

    [Fact]
    public void A_service_without_healthy_instances_keeps_its_frontend_and_an_empty_backend()
    {
        var lines = new Catalog().WithInstance("web", Web, status: "critical").Internal();

        Assert.Contains("frontend internal_http_in_production:web", lines);
        Assert.Contains("backend cluster_production:web", lines);
        Assert.Empty(Servers(lines));
    }

    [Theory]
    [InlineData("2001:db8::1", "[2001:db8::1]:31001 check inter 10s fall 1 rise 1")]
    [InlineData("db.example.com", "db.example.com:31001 check inter 10s fall 1 rise 1 init-addr last,libc,none")]
    public void An_address_may_be_IPv6_or_a_host_name(string address, string expected)
    {
        var lines = new Catalog().WithInstance("web", Web, address: address).Internal();

        Assert.Equal(["  server n1-0 " + expected], Servers(lines));
    }

    [Theory]
    [InlineData("10.0.0.1", 0)]
    [InlineData("0.0.0.0", 80)]
    [InlineData("::", 80)]
    [InlineData("999.1.1.1", 80)]
    [InlineData("a..b", 80)]
    [InlineData("10.0.0.1 backup", 80)]
    [InlineData("unix@/run/x", 80)]
    public void An_instance_that_nobody_can_connect_to_is_left_out_with_a_remark(string address, int port)
    {
        var lines = new Catalog().WithInstance("web", Web, id: "task", address: address, port: port).Internal();

        Assert.Empty(Servers(lines));
        Assert.Contains(lines, line => line.StartsWith("  # Left out: task on n1, because \"", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_look_alike_when_made_legal_stay_apart()
    {
        string[] Tags(int port) => ["production", $"internal-listen-http-{port}"];
        var lines = new Catalog()
            .With("a b", Tags(1001)).With("a_b", Tags(1002)).With("a:b", Tags(1003)).With("a:x20b", Tags(1004)).With("\u00e9", Tags(1005)).Internal();

        Assert.Equal(
            [
                "frontend internal_http_in_production:a:x20b", "frontend internal_http_in_production:a:x3Ab", "frontend internal_http_in_production:a:x3Ax20b",
                "frontend internal_http_in_production:a_b", "frontend internal_http_in_production::xC3:xA9",
            ],
            lines.Where(line => line.StartsWith("frontend internal_http_in_production", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_tcp_listen_tag_gives_a_tcp_frontend_and_a_tcp_backend()
    {
        var lines = new Catalog().With("db", "production", "internal-listen-tcp-5432").Internal();

        var text = string.Join('\n', lines);
        Assert.Contains(
            "frontend internal_tcp_in_production:db\n  mode tcp\n  option tcplog\n  bind :5432\n  use_backend cluster_tcp_production:db\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "backend cluster_tcp_production:db\n  mode tcp\n  balance roundrobin\n  server n1-0 10.0.0.1:31001 check inter 10s fall 1 rise 1",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "balance-leastconn", "leastconn")]
    [InlineData("http", "balance-uri", "uri")]
    [InlineData("tcp", "balance-uri", "roundrobin")]
    [InlineData("tcp", "balance-source", "source")]
    [InlineData("http", "balance-foo", "roundrobin")]
    [InlineData("http", "balance-url_param", "roundrobin")]
    [InlineData("http", "balance-first\n  server evil", "roundrobin")]
    public void A_balance_tag_counts_when_HAProxy_knows_the_algorithm(string mode, string tag, string expected)
    {
        var lines = new Catalog().With("web", "production", $"internal-listen-{mode}-3000", tag).Internal();

        var name = mode == "tcp" ? "backend cluster_tcp_production:web" : "backend cluster_production:web";
        var backend = lines.SkipWhile(line => line != name);
        Assert.Equal("  balance " + expected, backend.First(line => line.StartsWith("  balance", StringComparison.Ordinal)));
        Assert.Equal("balance-" + expected == tag ? 0 : 1, lines.Count(line => line.StartsWith("  # Ignored: tag", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Servers(IReadOnlyList<string> lines) =>
        lines.SkipWhile(line => line != "# production backends").Where(line => line.StartsWith("  server ", StringComparison.Ordinal));
}
