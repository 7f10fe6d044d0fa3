using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class ConcealedTests
{
    private const string Key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIISNUPFZ1JpNotAKey0vvljcaFq7zzPjFl8\n-----END EC PRIVATE KEY-----\n";

    [Fact]
    public void A_private_key_is_printed_where_the_template_says_so() =>
        Assert.Equal(Key, Render("{{ ca_leaf('web').private_key_pem }}"));

    [Theory]
    [InlineData("{{ ca_leaf('web').private_key_pem | slice: 31, 40 | parse_int }}")]
    [InlineData("{% assign k = ca_leaf('web').private_key_pem | slice: 35, 20 | append: '!' %}{{ k | parse_int }}")]
    [InlineData("{{ nope[ca_leaf('web').private_key_pem] }}")]
    [InlineData("{{ vars[ca_leaf('web').private_key_pem] }}")]
    [InlineData("{{ ca_leaf('web').private_key_pem | slice: 31, 30 | date: ca_leaf('web').private_key_pem | loop }}")]
    [InlineData("{% assign k = ca_leaf('web').private_key_pem | slice: 31, 30 %}{{ service(k, status: k) }}")]
    [InlineData("{% assign k = ca_leaf('web').private_key_pem | slice: 31, 30 %}{{ vars[k].a }}")]
    public void No_message_shows_a_piece_of_a_private_key(string template)
    {
        var message = Assert.Throws<TemplateException>(() => Render(template)).Errors[0].ToString();

        for (var at = 0; at + 8 <= Key.Length; at++)
        {
            Assert.DoesNotContain(Key.Substring(at, 8), message, StringComparison.Ordinal);
        }
    }

    private static string Render(string template)
    {
        var leaf = new LeafCertificate { Service = "web", PrivateKey = new(Key) };
        var snapshot = Snapshot.Empty.With(new Reading(new CaLeaf("web"), 1, leaf, default));
        using var vars = JsonDocument.Parse("{}");
        using var rendering = Template.Parse(new TemplateSource("t", template), new() { Vars = vars.RootElement.Clone() }).Render(snapshot);
        return rendering.Text.ToString()!;
    }
}
