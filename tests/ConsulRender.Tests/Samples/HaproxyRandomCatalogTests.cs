using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>Whatever the catalog holds, the files are sound; the acceptance tests ask HAProxy itself about the same catalogs.</summary>
public sealed class HaproxyRandomCatalogTests
{
    private const int Catalogs = 240;

    [Fact]
    public void Random_catalogs_give_sound_files()
    {
        Template[] templates =
        [
            HaproxySample.Parse(HaproxySample.Internal, vars => vars["server_names"] = "index"),
            HaproxySample.Parse(HaproxySample.External, vars => vars["server_names"] = "stable"),
        ];
        var frontends = 0;
        var servers = 0;
        for (var seed = 0; seed < Catalogs; seed++)
        {
            var lines = templates[seed % 2].RenderLines(RandomCatalog.Json(seed));
            var violations = ConfigurationRules.Violations(lines);
            Assert.True(violations.Count == 0, $"seed {seed}: {string.Join("; ", violations)}");
            frontends += lines.Count(line => line.StartsWith("frontend internal_", StringComparison.Ordinal));
            servers += lines.Count(line => line.EndsWith(" fall 1 rise 1", StringComparison.Ordinal));
        }

        // Empty files would be sound for nothing.
        Assert.True(frontends > 5 * Catalogs && servers > 5 * Catalogs, $"only {frontends} frontends and {servers} servers in {Catalogs} files");
    }

    [Fact]
    public void The_rules_see_what_HAProxy_refuses()
    {
        string[] lines =
        [
            "frontend a", "  bind :1", "  bind :1", "  use_backend nowhere", "frontend a", "  bind :65536", "backend b\u00e9", "  server s 10.0.0.1:1",
            "  server s 10.0.0.1:2", "  server t 10.0.0.1", "  balance a b", "  maxconn x", "user root", "  nonsense",
        ];

        Assert.Equal(11, ConfigurationRules.Violations(lines).Count(violation => !violation.StartsWith("not printable", StringComparison.Ordinal)));
    }
}
