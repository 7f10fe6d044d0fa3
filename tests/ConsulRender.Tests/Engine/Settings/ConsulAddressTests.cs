using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

public sealed class ConsulAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8500", "http://127.0.0.1:8500/")]
    [InlineData("consul.example:80", "http://consul.example/")]
    [InlineData("http://localhost", "http://localhost/")]
    [InlineData("unix:///run/consul.sock", "http://localhost/")]
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
    [InlineData("unix://")]
    [InlineData("unix://consul.sock")]
    [InlineData("::1:8500")]
    [InlineData("localhost/v1")]
    public void What_is_no_address_is_refused_with_what_to_write(string text)
    {
        Assert.Null(ConsulAddress.Parse(text));
        Assert.Equal($"'{text}' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most 107 bytes)", ConsulAddress.Problem(text));
    }

    [Theory]
    [InlineData("localhost", "the address 'localhost' has no port; write localhost:8500, or whatever the agent's port is")]
    [InlineData("[::1]", "the address '[::1]' has no port; write [::1]:8500, or whatever the agent's port is")]
    [InlineData("/run/consul.sock", "'/run/consul.sock' is a path; write unix:///run/consul.sock for a socket")]
    [InlineData("http://me:s3cr3t@host:8500", "an address of Consul cannot hold a user name and password; write them into consul.auth, -consul-auth or CONSUL_HTTP_AUTH")]
    public void What_is_almost_an_address_is_refused_with_what_it_lacks(string text, string problem)
    {
        Assert.Null(ConsulAddress.Parse(text));
        Assert.Equal(problem, ConsulAddress.Problem(text));
    }

    [Theory]
    [InlineData("127.0.0.1:8501", "https://127.0.0.1:8501/")]
    [InlineData("host:80", "https://host:80/")]
    [InlineData("http://host:8501/path", "https://host:8501/path")]
    [InlineData("https://host:8501", "https://host:8501/")]
    [InlineData("unix:///run/consul.sock", "http://localhost/")]
    public void Where_TLS_is_wanted_the_address_says_so_but_a_socket_needs_none(string text, string expected) =>
        Assert.Equal(expected, ConsulAddress.Parse(text, tls: true)?.AbsoluteUri);

    [Fact]
    public void A_socket_is_a_path_that_the_system_can_take()
    {
        Assert.Equal("/run/consul.sock", ConsulAddress.Socket("unix:///run/consul.sock"));
        Assert.Null(ConsulAddress.Socket("127.0.0.1:8500"));
        Assert.Null(ConsulAddress.Socket("unix:///" + new string('x', 107)));
    }
}
