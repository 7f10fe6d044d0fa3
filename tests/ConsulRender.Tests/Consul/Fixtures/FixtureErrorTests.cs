using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Fixtures;
using Xunit;

namespace ConsulRender.Tests.Consul.Fixtures;

public sealed class FixtureErrorTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("{\n  \"node\": {} }", "2:3: unknown key \"node\"; known here: nodes, services, keys, files, time")]
    [InlineData("{ \"nodes\": { \"n\": { \"adress\": \"a\" } } }", "1:21: unknown key \"adress\"; known here: address, meta")]
    [InlineData("{ \"services\": { \"w\": [ { \"prot\": 1 } ] } }", "1:26: unknown key \"prot\"; known here: node, id, address, port, tags, meta, status")]
    [InlineData("{ \"nodes\": [] }", "1:12: \"nodes\" is a list; write an object in { }")]
    [InlineData("{ \"nodes\": { \"n\": \"10.0.0.1\" } }", "1:19: \"n\" is a text; write an object in { }")]
    [InlineData("{ \"nodes\": { \"n\": { } } }", "1:14: node \"n\" has no address; add \"address\"")]
    [InlineData("{ \"nodes\": { \"n\": { \"address\": null } } }", "1:32: \"address\" is null; write a text in quotes")]
    [InlineData("{ \"nodes\": { \"n\": { \"address\": \"a\", \"meta\": { \"x\": 1 } } } }", "1:52: \"x\" is a number; write a text in quotes")]
    [InlineData("{ \"services\": { \"w\": { } } }", "1:22: \"w\" is an object; write a list in [ ]")]
    [InlineData("{ \"services\": { \"w\": [ 80 ] } }", "1:24: an instance of \"w\" is a number; write an object in { }")]
    [InlineData("{ \"services\": { \"w\": [\n{ \"port\": 1 } ] } }", "2:1: the instance names no node; add \"node\"")]
    [InlineData("{ \"services\": { \"w\": [\n { \"node\": \"n\" } ] } }", "2:2: node \"n\" is unknown; list it under \"nodes\" or give the instance an \"address\"")]
    [InlineData("{ \"services\": { \"w\": [ { \"port\": 65536 } ] } }", "1:34: \"port\" is out of range; write a number from 0 to 65535")]
    [InlineData("{ \"services\": { \"w\": [ { \"port\": -1 } ] } }", "1:34: \"port\" is out of range; write a number from 0 to 65535")]
    [InlineData("{ \"services\": { \"w\": [ { \"port\": 8.5 } ] } }", "1:34: \"port\" is out of range; write a number from 0 to 65535")]
    [InlineData("{ \"services\": { \"w\": [ { \"port\": \"80\" } ] } }", "1:34: \"port\" is a text; write a number from 0 to 65535")]
    [InlineData("{ \"services\": { \"w\": [ { \"tags\": \"a\" } ] } }", "1:34: \"tags\" is a text; write a list in [ ]")]
    [InlineData("{ \"services\": { \"w\": [ { \"tags\": [true] } ] } }", "1:35: a tag is true or false; write a text in quotes")]
    [InlineData("{ \"services\": { \"w\": [ { \"status\": \"ok\" } ] } }", "1:36: unknown status \"ok\"; write passing, warning, critical or maintenance")]
    [InlineData("{ \"keys\": { \"a\": 4096 } }", "1:18: \"a\" is a number; write a text in quotes")]
    [InlineData("{ \"keys\": { \"grüße 日本 😀\": 1 } }", "1:27: \"grüße 日本 😀\" is a number; write a text in quotes")]
    [InlineData("{ \"keys\": { \"a\": \"1\",\n \"a\": \"2\" } }", "2:2: \"a\" stands here twice; keep one")]
    [InlineData("{ \"keys\": {}, \"keys\": {} }", "1:15: \"keys\" stands here twice; keep one")]
    [InlineData("{ \"services\": { \"w\": [], \"w\": [] } }", "1:26: \"w\" stands here twice; keep one")]
    [InlineData("{ \"services\": { \"w\": [ { \"node\": \"n\", \"node\": \"m\" } ] } }", "1:39: \"node\" stands here twice; keep one")]
    [InlineData("{ \"files\": { \"a\": 1 } }", "1:19: \"a\" is a number; write a text in quotes")]
    [InlineData("{ \"time\": 1767323045 }", "1:11: \"time\" is a number; write a text in quotes")]
    [InlineData("{ \"time\": \"2026-01-02\" }", "1:11: \"time\" is no time; write it as 2026-01-02T03:04:05Z")]
    [InlineData("[]", "1:1: the fixture is a list; write an object in { }")]
    public void What_is_wrong_is_said_with_its_place(string json, string message) => Assert.Equal($"{_path}:{message}", Fail(json));

    [Theory]
    [InlineData("", "1:1: ")]
    [InlineData("{ \"nodes\": {\n  \"n\": oops } }", "2:8: ")]
    [InlineData("{ \"nodes\": {}", "1:14: ")]
    [InlineData("{}\n{}", "2:1: ")]
    public void Broken_JSON_is_said_with_its_place_in_one_line(string json, string place)
    {
        var message = Fail(json);

        Assert.StartsWith($"{_path}:{place}", message, StringComparison.Ordinal);
        Assert.EndsWith("; mend the JSON", message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Two_instances_with_one_ID_on_a_node_are_refused()
    {
        const string Json = """
            { "services": { "w": [
              { "node": "n", "address": "a", "id": "x" },
              { "node": "n", "address": "a", "id": "x" } ] } }
            """;

        Assert.Equal($"{_path}:3:3: \"n\" has two instances with the ID \"x\"; give each its own \"id\"", Fail(Json));
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_refused()
    {
        File.WriteAllBytes(_path, Encoding.Latin1.GetBytes("{ \"keys\": { \"a\": \"ü\" } }"));

        Assert.Contains("UTF-8", Assert.Throws<FixtureException>(() => Snapshot.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var message = Assert.Throws<FixtureException>(() => Snapshot.Load(_path + ".gone")).Message;

        Assert.Equal(_path + ".gone: the fixture cannot be read: there is no such file", message);
    }

    private string Fail(string json)
    {
        File.WriteAllText(_path, json);
        return Assert.Throws<FixtureException>(() => Snapshot.Load(_path)).Message;
    }
}
