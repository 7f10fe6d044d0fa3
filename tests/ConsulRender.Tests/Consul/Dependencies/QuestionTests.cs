using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul.Dependencies;

public sealed class QuestionTests
{
    [Theory]
    [InlineData("app/db", "/v1/kv/app/db")]
    [InlineData("/app/db", "/v1/kv/app/db")]
    [InlineData("app/", "/v1/kv/app/")]
    [InlineData("a b?c#d%e&f=g+h", "/v1/kv/a%20b%3Fc%23d%25e%26f%3Dg%2Bh")]
    [InlineData("grüße/日本", "/v1/kv/gr%C3%BC%C3%9Fe/%E6%97%A5%E6%9C%AC")]
    [InlineData("a%2Fb", "/v1/kv/a%252Fb")]
    [InlineData("a@b:c,d;e!f'g(h)*~", "/v1/kv/a%40b%3Ac%2Cd%3Be%21f%27g%28h%29%2A~")]
    public void A_key_keeps_its_slashes_and_escapes_the_rest(string key, string path) =>
        Assert.Equal(path, new KeyValue(key).RequestPath);

    [Theory]
    [InlineData("service/redis", "/v1/kv/service/redis/?recurse=1")]
    [InlineData("service/redis/", "/v1/kv/service/redis/?recurse=1")]
    [InlineData("/app", "/v1/kv/app/?recurse=1")]
    [InlineData("", "/v1/kv/?recurse=1")]
    [InlineData("/", "/v1/kv/?recurse=1")]
    public void A_tree_asks_for_a_folder(string prefix, string path) =>
        Assert.Equal(path, new KeyTree(prefix).RequestPath);

    [Fact]
    public void A_service_asks_for_what_is_passing_unless_told_otherwise()
    {
        Assert.Equal("/v1/health/service/web?passing=1", new HealthyService("web").RequestPath);
        Assert.Equal("/v1/health/service/web", new HealthyService("web", PassingOnly: false).RequestPath);
        Assert.Equal(
            "/v1/health/service/a%2Fb%20c?passing=1&tag=v%262&dc=east&near=_agent",
            new HealthyService("a/b c", "v&2", "east", "_agent").RequestPath);
    }

    [Fact]
    public void A_datacenter_is_part_of_every_question()
    {
        Assert.Equal("/v1/catalog/services", new ServiceNames().RequestPath);
        Assert.Equal("/v1/catalog/services?dc=east", new ServiceNames("east").RequestPath);
        Assert.Equal("/v1/kv/a?dc=east", new KeyValue("a", "east").RequestPath);
        Assert.Equal("/v1/kv/a/?recurse=1&dc=east", new KeyTree("a", "east").RequestPath);
    }

    [Fact]
    public void A_question_reads_as_a_template_would_ask_it()
    {
        Assert.Equal("services()", new ServiceNames().ToString());
        Assert.Equal("""services(dc: "east")""", new ServiceNames("east").ToString());
        Assert.Equal("""key("app/db")""", new KeyValue("app/db").ToString());
        Assert.Equal("""key('say "x"')""", new KeyValue("say \"x\"").ToString());
        Assert.Equal("""tree("app", dc: "east")""", new KeyTree("app", "east").ToString());
        Assert.Equal("""service("web")""", new HealthyService("web").ToString());
        Assert.Equal("""service("web", tag: "v2", dc: "east")""", new HealthyService("web", "v2", "east").ToString());
        Assert.Equal("""service("web", near: "_agent", passing: false)""", new HealthyService("web", Near: "_agent", PassingOnly: false).ToString());
    }

    [Fact]
    public void Equal_questions_are_one()
    {
        Assert.Equal(new HealthyService("web", "v2"), new HealthyService("web", "v2"));
        Assert.NotEqual<Dependency>(new HealthyService("web"), new HealthyService("web", PassingOnly: false));
        Assert.NotEqual<Dependency>(new KeyValue("app"), new KeyTree("app"));
    }
}
