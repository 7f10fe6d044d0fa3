using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

public sealed class ConsulAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8500", "http://127.0.0.1:8500/")]
    [InlineData("consul.example:80", "http://consul.example/")]
    [InlineData("localhost", "http://localhost/")]
    [InlineData("[::1]:8500", "http://[::1]:8500/")]
    [InlineData("http://consul.example:8500", "http://consul.example:8500/")]
    [InlineData("https://consul.example", "https://consul.example/")]
    [InlineData("HTTPS://consul.example/path", "https://consul.example/path")]
    public void What_people_write_is_understood(string text, string expected) => Assert.Equal(expected, ConsulAddress.Parse(text)?.AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("host:port")]
    [InlineData("host:99999")]
    [InlineData("a b:8500")]
    [InlineData("http://")]
    [InlineData("http:/consul.example")]
    [InlineData("consul.example:8500/v1")]
    [InlineData("ftp://consul.example")]
    [InlineData("unix:///var/run/consul.sock")]
    public void What_is_no_address_is_refused_with_what_to_write(string text)
    {
        Assert.Null(ConsulAddress.Parse(text));
        Assert.Equal($"'{text}' is not an address of Consul; write host:port, http://host:port or https://host:port", ConsulAddress.Problem(text));
    }
}
