using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul.Dependencies;

public sealed class KeyTests
{
    [Theory]
    [InlineData("\"aGVsbG8=\"", "hello")]
    [InlineData("\"Z3LDvMOfZQ==\"", "grüße")]
    [InlineData("\"YQ\\u003d\\u003d\"", "a")]
    [InlineData("\"\"", "")]
    [InlineData("null", "")]
    [InlineData("\"/w==\"", "\uFFFD")]
    public void A_value_is_base64_of_text_and_may_be_empty(string value, string expected) =>
        Assert.Equal(expected, ParseJson.Of(new KeyValue("a"), $$"""[{"LockIndex":0,"Key":"a","Flags":0,"Value":{{value}},"CreateIndex":1,"ModifyIndex":2}]"""));

    // A key that does not exist is a 404.
    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[{}]")]
    [InlineData("""[{"Key":"a"}]""")]
    [InlineData("""[{"Value":"aGVsbG8="}]""")]
    [InlineData("""[{"error":"too much to do"}]""")]
    [InlineData("""[{"Key":"a","Value":"%%%"}]""")]
    [InlineData("""[{"Key":"a","Value":7}]""")]
    [InlineData("\"hello\"")]
    [InlineData("")]
    public void What_is_not_Consuls_is_not_taken_for_a_value(string json) =>
        Assert.ThrowsAny<JsonException>(() => ParseJson.Of(new KeyValue("a"), json));

    [Fact]
    public void Locks_and_indexes_make_no_difference() =>
        Assert.Equal(
            ParseJson.Of(new KeyTree("a"), """[{"LockIndex":0,"Key":"a/b","Flags":3,"Value":"eA==","CreateIndex":1,"ModifyIndex":2}]"""),
            ParseJson.Of(new KeyTree("a"), """[{"LockIndex":5,"Key":"a/b","Flags":3,"Value":"eA==","CreateIndex":1,"ModifyIndex":9,"Session":"s"}]"""));

    [Fact]
    public void Flags_may_use_all_their_bits() =>
        Assert.Equal(ulong.MaxValue, Assert.Single(ParseJson.List<KeyPair>(new KeyTree("a"), """[{"Key":"a/b","Flags":18446744073709551615,"Value":null}]""")).Flags);

    [Fact]
    public void A_tree_is_sorted_and_relative_to_its_folder_without_markers_and_neighbours()
    {
        var json = """
            [{"Key":"service/redis/","Value":null,"Flags":0},{"Key":"service/redis/z","Value":"eg==","Flags":1},{"Key":"service/redis/sub/","Value":null,"Flags":0},
             {"Key":"service/redis/sub/a","Value":null,"Flags":0},{"Key":"service/redis2/y","Value":"eQ==","Flags":0}]
            """;

        Assert.Equal(
            [new KeyPair("service/redis/sub/a", "sub/a", "", 0), new KeyPair("service/redis/z", "z", "z", 1)],
            ParseJson.List<KeyPair>(new KeyTree("service/redis"), json));
    }

    [Fact]
    public void The_empty_prefix_is_the_whole_store() =>
        Assert.Equal(
            [new KeyPair("a", "a", "", 0), new KeyPair("b/c", "b/c", "", 0)],
            ParseJson.List<KeyPair>(new KeyTree(""), """[{"Key":"b/c","Value":null,"Flags":0},{"Key":"a","Value":null,"Flags":0}]"""));

    [Fact]
    public void Service_names_are_sorted_with_sorted_unique_tags() =>
        Assert.Equal(
            [new ServiceName("api", []), new ServiceName("consul", []), new ServiceName("web", ["a", "b"])],
            ParseJson.List<ServiceName>(new ServiceNames(), """{"web":["b","a","b"],"consul":[],"api":null}"""));
}
