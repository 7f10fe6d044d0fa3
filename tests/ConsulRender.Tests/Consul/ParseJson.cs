using System.Text;
using System.Text.Json;
using ConsulRender.Consul;

namespace ConsulRender.Tests.Consul;

/// <summary>Lets a test parse an answer written as text.</summary>
internal static class ParseJson
{
    internal static object? Of(ConsulQuery dependency, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        return dependency.Parse(ref reader, new SharedValues());
    }

    internal static EquatableList<T> List<T>(ConsulQuery dependency, string json) => (EquatableList<T>)Of(dependency, json)!;
}
