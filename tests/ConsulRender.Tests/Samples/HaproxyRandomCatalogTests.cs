using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>Whatever the catalog holds, the files are sound; the acceptance tests ask HAProxy itself about the same catalogs.</summary>
public sealed class HaproxyRandomCatalogTests
{
    private const int Catalogs = 250;

    [Theory]
    [InlineData("index", false)]
    [InlineData("stable", true)]
    public void Random_catalogs_give_sound_files(string serverNames, bool external)
    {
        var file = external ? HaproxySample.External : HaproxySample.Internal;
        var template = HaproxySample.Parse(file, vars => vars["server_names"] = serverNames);
        var served = 0;
        for (var seed = 0; seed < Catalogs; seed++)
        {
            var lines = template.RenderLines(RandomCatalog.Json(seed));
            Assert.True(ConfigurationRules.Violations(lines) is [], $"seed {seed}: " + string.Join("; ", ConfigurationRules.Violations(lines)));
            served += lines.Count(line => line.StartsWith("frontend internal_", StringComparison.Ordinal));
        }

        // Catalogs that give no frontends would be judged sound for nothing.
        Assert.True(served > 5 * Catalogs, $"only {served} frontends in {Catalogs} files");
    }
}
