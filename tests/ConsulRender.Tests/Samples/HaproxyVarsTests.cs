using System.Text.Json.Nodes;
using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>Each var of the sample's README does what is said there.</summary>
public sealed class HaproxyVarsTests
{
    [Fact]
    public void The_port_in_a_Host_header_can_be_ignored()
    {
        var lines = new Catalog().External(vars => vars["external"]!["ignore_port"] = true);

        Assert.Equal(2, lines.Count(line => line == "  acl host_production:test-server  hdr(host),field(1,:) -i -m str mesos-test.domain.com"));
    }

    [Fact]
    public void The_internal_ports_can_be_bound_to_one_address()
    {
        var lines = new Catalog().With("web", "production", "internal-listen-http-3000").External(vars => vars["internal_bind_address"] = "172.17.0.1");

        Assert.Contains("  bind 172.17.0.1:3000", lines);
        Assert.Contains("  bind 172.17.0.1:18500", lines);
        Assert.Contains("  bind :80", lines);
    }

    [Fact]
    public void Without_public_host_names_the_external_file_has_none_and_needs_no_var_for_that()
    {
        var lines = new Catalog().With("web", "production", "internal-listen-http-3000").External(vars => vars.Remove("external"));

        Assert.DoesNotContain(lines, line => line.StartsWith("  acl ", StringComparison.Ordinal));
        Assert.Contains("  bind :443 ssl crt domain_com.pem", lines);
        Assert.DoesNotContain("backend cluster_staging:web", lines);
    }

    [Fact]
    public void A_public_host_name_and_a_listen_tag_of_one_service_share_a_backend()
    {
        var lines = new Catalog()
            .With("web", "production", "internal-listen-http-3000")
            .External(vars => vars["external"]!["hosts"] = new JsonObject { ["web"] = "web.example.com", ["a b"] = "ab.example.com" });

        Assert.Single(lines, "backend cluster_production:web");
        Assert.Contains("backend cluster_staging:web", lines);
        Assert.Contains("  acl host_staging:web  hdr_dom(host) -i -m str staging-web.example.com", lines);
        Assert.Contains("  use_backend cluster_production:a:x20b if host_production:a:x20b", lines);
    }

    [Fact]
    public void Environments_may_be_any()
    {
        var lines = new Catalog().With("web", "test", "production", "internal-listen-http-300").Internal(vars => vars["environments"] = new JsonArray(
            new JsonObject { ["name"] = "production" }, new JsonObject { ["name"] = "test", ["port_prefix"] = "21" }));

        Assert.Contains("frontend internal_http_in_test:web", lines);
        Assert.Contains("  bind :21300", lines);
        Assert.Contains("# test backends", lines);
    }

    [Fact]
    public void Health_path_reserved_ports_fallback_limit_and_stats_socket_are_used()
    {
        var lines = new Catalog()
            .WithMaxconn("many")
            .With("web", "production", "internal-listen-http-3000")
            .With("api", "production", "internal-listen-http-3001")
            .Internal(vars =>
            {
                vars["health_path"] = "/up";
                vars["reserved_ports"] = new JsonArray(3001);
                vars["fallback_maxconn"] = 77;
                vars["stats_socket"] = "/run/haproxy/admin.sock";
            });

        Assert.Contains("  option httpchk GET /up", lines);
        Assert.Contains("# Left out: the production frontend for internal-listen-http-3001 of api, because port 3001 is reserved.", lines);
        Assert.Contains("  maxconn 77", lines);
        Assert.Contains("  stats socket /run/haproxy/admin.sock mode 600 level admin expose-fd listeners", lines);
    }

    [Fact]
    public void The_masters_keep_the_order_of_the_settings()
    {
        var lines = new Catalog().Internal(vars => vars["master_nodes"] = new JsonObject { ["z"] = "10.0.0.9", ["a"] = "10.0.0.1" });

        Assert.Equal(
            [
                "  server z 10.0.0.9:8080 check inter 10s", "  server a 10.0.0.1:8080 check inter 10s",
                "  server z 10.0.0.9:4400 check inter 10s", "  server a 10.0.0.1:4400 check inter 10s",
            ],
            lines.Where(line => line.StartsWith("  server ", StringComparison.Ordinal) && line.EndsWith("check inter 10s", StringComparison.Ordinal)));
    }
}
