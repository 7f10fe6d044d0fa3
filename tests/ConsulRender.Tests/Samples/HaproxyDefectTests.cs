using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>Catalogs that broke the article's configuration; <see cref="ConfigurationRules"/> judges every render too.</summary>
public sealed class HaproxyDefectTests
{
    [Fact]
    public void Two_listen_tags_on_one_name_give_two_frontends_with_the_port_in_their_names()
    {
        var lines = new Catalog().With("web", "production", "internal-listen-http-3000", "internal-listen-http-3010").Internal();

        Assert.Equal(
            ["frontend internal_http_in_production:web:3000", "frontend internal_http_in_production:web:3010"],
            lines.Where(line => line.StartsWith("frontend internal_http_in_production", StringComparison.Ordinal)));
        Assert.Contains("  use_backend cluster_production:web:3010", lines);
    }

    [Fact]
    public void An_instance_whose_ID_ends_in_one_of_its_listened_ports_serves_that_port_alone()
    {
        string[] tags = ["production", "internal-listen-http-3000", "internal-listen-http-3010"];
        var lines = new Catalog()
            .WithInstance("web", tags, id: "task:3000", port: 31000)
            .WithInstance("web", tags, id: "task:3010", port: 31010)
            .WithInstance("web", tags, id: "both", port: 31020)
            .Internal();

        Assert.Equal([":31020", ":31000"], Ports(lines, "backend cluster_production:web:3000"));
        Assert.Equal([":31020", ":31010"], Ports(lines, "backend cluster_production:web:3010"));
    }

    [Fact]
    public void A_name_that_ends_in_one_of_its_listened_ports_takes_that_port_alone()
    {
        string[] tags = ["production", "internal-listen-http-3000", "internal-listen-http-3010"];
        var lines = new Catalog().With("test-server-3000", tags).With("test-server-3010", tags).Internal();

        Assert.Equal(["  bind :3000", "  bind :3010"], Binds(lines));
        Assert.DoesNotContain(lines, line => line.Contains("Left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_listened_service_gets_a_backend()
    {
        var lines = new Catalog().With("a", "production", "internal-listen-http-1000").With("b", "staging", "internal-listen-http-2000").Internal();

        Assert.Contains("backend cluster_production:a", lines);
        Assert.Contains("backend cluster_staging:b", lines);
    }

    [Fact]
    public void Each_environment_listens_on_the_ports_of_its_own_instances()
    {
        var lines = new Catalog()
            .With("web", "production", "internal-listen-http-3000")
            .With("web", "staging", "internal-listen-http-3001")
            .Internal();

        Assert.Equal(["  bind :3000", "  bind :13001"], Binds(lines));
    }

    [Fact]
    public void A_service_in_production_alone_has_no_staging_frontend_and_no_staging_backend()
    {
        var lines = new Catalog().With("web", "production", "internal-listen-http-3000").Internal();

        Assert.Equal(["  bind :3000"], Binds(lines));
        Assert.DoesNotContain("backend cluster_staging:web", lines);
    }

    [Theory]
    [InlineData("oauth2")]
    [InlineData("my.svc")]
    [InlineData("3000")]
    [InlineData("web-2")]
    public void A_name_that_ends_in_another_number_or_holds_a_dot_is_listened_like_any_other(string name)
    {
        var lines = new Catalog().With(name, "production", "internal-listen-http-4000").Internal();

        Assert.Contains("frontend internal_http_in_production:" + name, lines);
        Assert.Single(lines, line => line.StartsWith("  server n1-", StringComparison.Ordinal) && line.Contains(":31001", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10000", "because there is no port 110000.")]
    [InlineData("65535", "because there is no port 165535.")]
    [InlineData("8080", "because port 18080 is reserved.")]
    [InlineData("4400", "because port 14400 is reserved.")]
    [InlineData("8500", "because port 18500 is reserved.")]
    public void A_staging_port_that_cannot_be_is_left_out_with_a_remark(string port, string reason)
    {
        var lines = new Catalog().With("web", "production", "staging", "internal-listen-http-" + port).Internal();

        Assert.Equal(["  bind :" + port], Binds(lines));
        Assert.Contains($"# Left out: the staging frontend for internal-listen-http-{port} of web, {reason}", lines);
        Assert.DoesNotContain("backend cluster_staging:web", lines);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("443")]
    [InlineData("18080")]
    [InlineData("14400")]
    [InlineData("18500")]
    public void A_service_cannot_take_a_port_that_the_file_needs_itself(string port)
    {
        var lines = new Catalog().With("web", "production", "internal-listen-http-" + port).External();

        Assert.Empty(Binds(lines));
        Assert.Contains($"# Left out: the production frontend for internal-listen-http-{port} of web, because port {port} is reserved.", lines);
    }

    [Fact]
    public void Of_two_services_that_claim_one_port_the_first_by_name_gets_it()
    {
        var lines = new Catalog().With("shop", "production", "internal-listen-tcp-3000").With("news", "production", "internal-listen-http-3000").Internal();

        Assert.Contains("frontend internal_http_in_production:news", lines);
        Assert.Contains("# Left out: the production frontend for internal-listen-tcp-3000 of shop, because news has port 3000 in production.", lines);
        Assert.DoesNotContain("backend cluster_tcp_production:shop", lines);
    }

    [Fact]
    public void A_staging_port_never_takes_a_production_port()
    {
        var lines = new Catalog().With("a", "staging", "internal-listen-http-3000").With("z", "production", "internal-listen-http-13000").Internal();

        Assert.Contains("frontend internal_http_in_production:z", lines);
        Assert.Contains("# Left out: the staging frontend for internal-listen-http-3000 of a, because z has port 13000 in production.", lines);
    }

    [Theory]
    [InlineData("xinternal-listen-http-3000", "xinternal-listen-http-3000")]
    [InlineData("internal-listen-http-3000-3010", "internal-listen-http-3000-3010")]
    [InlineData(" internal-listen-http-3000", " internal-listen-http-3000")]
    [InlineData("internal-listen-http-0", "internal-listen-http-0")]
    [InlineData("internal-listen-http-65536", "internal-listen-http-65536")]
    [InlineData("internal-listen-http-3000\n  bind :1", "internal-listen-http-3000?  bind :1")]
    [InlineData("INTERNAL-LISTEN-HTTP-3000", "INTERNAL-LISTEN-HTTP-3000")]
    public void A_tag_that_is_almost_a_listen_tag_is_ignored_with_a_remark(string tag, string shown)
    {
        var lines = new Catalog().With("web", "production", tag).Internal();

        Assert.Empty(Binds(lines));
        Assert.Contains(
            $"# Ignored: tag \"{shown}\" of web is not internal-listen-http-PORT or internal-listen-tcp-PORT with a port from 1 to 65535.",
            lines);
    }

    [Fact]
    public void A_listen_tag_without_an_environment_is_left_out_with_a_remark()
    {
        var lines = new Catalog().With("web", "internal-listen-http-3000").Internal();

        Assert.Contains("# Left out: internal-listen-http-3000 of web, because no instance with it is tagged with the name of an environment.", lines);
    }

    [Theory]
    [InlineData("4096\n", "  maxconn 4096")]
    [InlineData("4096\nuser root", "  maxconn 4096")]
    [InlineData("many", "  maxconn 4096")]
    [InlineData("512", "  maxconn 512")]
    public void A_connection_limit_that_is_no_number_is_replaced(string value, string expected)
    {
        var lines = new Catalog().WithMaxconn(value).Internal();

        Assert.Single(lines, expected);
        var remarks = lines.Count(line => line.StartsWith("  # Not used: key service/haproxy/maxconn", StringComparison.Ordinal));
        Assert.Equal(value is "4096\n" or "512" ? 0 : 1, remarks);
        Assert.Single(lines, line => line.StartsWith("  user ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_name_of_a_service_that_nobody_registered_has_an_empty_backend()
    {
        var lines = new Catalog().External();

        Assert.Contains("backend cluster_production:test-server", lines);
        Assert.Contains("backend cluster_staging:test-server", lines);
    }

    private static string[] Binds(IReadOnlyList<string> lines)
    {
        string[] fixedBinds = ["  bind :80", "  bind :443 ssl crt domain_com.pem", "  bind :18080", "  bind :14400", "  bind :18500"];
        return [.. lines.Where(line => line.StartsWith("  bind ", StringComparison.Ordinal)).Except(fixedBinds)];
    }

    private static IEnumerable<string> Ports(IReadOnlyList<string> lines, string backend) =>
        lines.SkipWhile(line => line != backend)
            .Skip(1)
            .TakeWhile(line => line.StartsWith(' '))
            .Where(line => line.StartsWith("  server ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2])
            .Select(endpoint => endpoint[endpoint.IndexOf(':', StringComparison.Ordinal)..]);
}
