using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Transport;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryDirectory _directory = new();

    private string AuthorityFile => _directory.Write("ca.pem", _authority.Pem);

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_authority_of_a_file_or_of_a_folder_is_trusted_and_its_connection_kept()
    {
        using var certificate = _authority.Issue(names: "127.0.0.1");
        await using var agent = Agent(certificate);
        _directory.Write("authorities/one.pem", _authority.Pem);
        _directory.Write("authorities/README", "not a certificate");

        Assert.Equal(["hello", "hello"], await AskAsync(agent, new() { AuthorityFile = AuthorityFile }, times: 2));
        Assert.Equal(1, agent.Connections);
        Assert.Equal(["hello"], await AskAsync(agent, new() { AuthorityFolder = _directory.Path("authorities") }));
    }

    [Fact]
    public async Task One_authority_of_several_in_a_file_is_enough()
    {
        using var other = new TestAuthority("Other CA");
        using var certificate = _authority.Issue(names: "127.0.0.1");
        await using var agent = Agent(certificate);
        var both = _directory.Write("both.pem", $"{other.Pem}\n{_authority.Pem}\n");

        Assert.Equal(["hello"], await AskAsync(agent, new() { AuthorityFile = both }));
    }

    [Fact]
    public async Task An_authority_may_be_a_text_and_is_trusted_beside_those_of_files()
    {
        using var other = new TestAuthority("Other CA");
        using var certificate = _authority.Issue(names: "127.0.0.1");
        using var others = other.Issue(names: "127.0.0.1");
        await using var agent = Agent(certificate);
        await using var second = Agent(others);
        var both = new TlsOptions { AuthorityText = other.Pem, AuthorityFile = AuthorityFile };

        Assert.Equal(["hello"], await AskAsync(agent, new() { AuthorityText = _authority.Pem }));
        Assert.Equal(["hello"], await AskAsync(agent, both));
        Assert.Equal(["hello"], await AskAsync(second, both));
        Assert.Equal(ConsulFailure.Refused, (await FailsAsync(second, new() { AuthorityText = _authority.Pem })).Failure);
    }

    [Fact]
    public async Task A_wrong_authority_is_named_with_what_to_do()
    {
        using var other = new TestAuthority("Other CA");
        using var certificate = other.Issue(names: "127.0.0.1");
        await using var agent = Agent(certificate);
        const string message = "the agent's certificate comes from \"CN=Other CA\", which is not trusted here; name that authority's certificate with consul.ssl.ca_cert";

        await RefusesAsync(agent, new() { AuthorityFile = AuthorityFile }, message);
        await RefusesAsync(agent, new(), message);
        Assert.Empty(agent.Heads);
        Assert.Equal(["hello"], await AskAsync(agent, new() { Verify = false }));
    }

    [Theory]
    [InlineData(-9, -2, @"the agent's certificate expired on \d{4}-\d\d-\d\d \d\d:\d\dZ; renew it, or set this host's clock")]
    [InlineData(2, 9, @"the agent's certificate is not valid before \d{4}-\d\d-\d\d \d\d:\d\dZ; set this host's clock, or wait")]
    public async Task A_certificate_out_of_its_time_is_refused(int fromDays, int toDays, string pattern)
    {
        using var certificate = _authority.Issue(fromDays, toDays, "127.0.0.1");
        await using var agent = Agent(certificate);

        var exception = await FailsAsync(agent, new() { AuthorityFile = AuthorityFile });

        Assert.Equal(ConsulFailure.Refused, exception.Failure);
        Assert.Matches($@"\A{pattern}\z", exception.Message);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_unless_that_name_is_expected()
    {
        using var certificate = _authority.Issue(names: ["server.dc1.consul", "10.0.0.1"]);
        await using var agent = Agent(certificate);

        await RefusesAsync(
            agent,
            new() { AuthorityFile = AuthorityFile },
            "the agent's certificate is for server.dc1.consul, 10.0.0.1, not for 127.0.0.1; write a name it has into consul.ssl.server_name, or into the address");
        Assert.Equal(["hello"], await AskAsync(agent, new() { AuthorityFile = AuthorityFile, ServerName = "server.dc1.consul" }));
    }

    [Fact]
    public async Task Our_certificate_is_shown_when_the_agent_asks_for_it()
    {
        using var certificate = _authority.Issue(names: "127.0.0.1");
        using var own = _authority.Issue(names: "client.dc1.consul");
        var seen = new List<string?>();
        await using var agent = new LoopbackAgent(_ => LoopbackAgent.Response("""[{"Key":"a","Value":"aGVsbG8="}]"""), new()
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                seen.Add(shown?.Subject);
                return shown is not null;
            },
        });
        var file = _directory.Write("client.pem", own.ExportCertificatePem());
        var key = _directory.Write("client.key", TestAuthority.KeyPem(own));
        var both = _directory.Write("both.pem", TestAuthority.KeyPem(own) + "\n" + own.ExportCertificatePem());

        Assert.Equal(["hello"], await AskAsync(agent, new() { AuthorityFile = AuthorityFile, Certificate = file, Key = key }));
        Assert.Equal(["hello"], await AskAsync(agent, new() { AuthorityFile = AuthorityFile, Certificate = both }));
        Assert.Equal(["CN=client.dc1.consul", "CN=client.dc1.consul"], seen);
        await FailsAsync(agent, new() { AuthorityFile = AuthorityFile });
    }

    [Theory]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required")]
    [InlineData("error:0A000412:SSL routines::sslv3 alert bad certificate")]
    [InlineData("error:0A000418:SSL routines::tlsv1 alert unknown ca")]
    public void An_alert_about_our_certificate_says_what_to_do(string alert)
    {
        var failure = Failure.Unreachable(new HttpRequestException("x", new IOException("y", new InvalidOperationException(alert))));

        Assert.Equal(
            (ConsulFailure.Refused, "the agent refuses us without a client certificate that it trusts; name one with consul.ssl.cert and consul.ssl.key"),
            (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS_is_recognized()
    {
        var (address, ending) = Serve(AnswerPlainlyAsync);
        using var client = new ConsulClient(new() { Address = address }, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal(
            (ConsulFailure.Refused, "the agent's port does not speak TLS; write http:// into the address, or the port that speaks https"),
            (exception.Failure, exception.Message));
        await ending;
    }

    [Fact]
    public async Task A_port_that_speaks_TLS_only_says_so_itself()
    {
        await using var agent = new LoopbackAgent(_ =>
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 48\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        using var client = agent.Client();

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal((ConsulFailure.Refused, "HTTP 400: the agent's port speaks TLS; write https:// into the address"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task A_connection_that_ends_in_the_handshake_is_tried_again_soon()
    {
        var (address, ending) = Serve(async stream => await stream.ReadAtLeastAsync(new byte[32], 32, cancellationToken: Cancellation));
        using var client = new ConsulClient(new() { Address = address }, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<ConsulException>(() => client.QueryAsync(new KeyValue("a"), 0, Cancellation));

        Assert.Equal(ConsulFailure.Unreachable, exception.Failure);
        Assert.Contains(exception.Message, (string[])["the connection was closed during the TLS handshake; is this the agent's https port?", "connection reset"]);
        await ending;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static LoopbackAgent Agent(X509Certificate2 certificate) =>
        new(_ => LoopbackAgent.Response("""[{"Key":"a","Value":"aGVsbG8="}]"""), new SslServerAuthenticationOptions { ServerCertificate = certificate });

    private static async Task<IReadOnlyList<object?>> AskAsync(LoopbackAgent agent, TlsOptions tls, int times = 1)
    {
        using var client = new ConsulClient(new() { Address = agent.Address, Tls = new AgentTls(tls) }, TimeProvider.System);
        var values = new List<object?>();
        for (var time = 0; time < times; time++)
        {
            values.Add((await client.QueryAsync(new KeyValue("a"), 0, Cancellation)).Value);
        }

        return values;
    }

    private static Task<ConsulException> FailsAsync(LoopbackAgent agent, TlsOptions tls) => Assert.ThrowsAsync<ConsulException>(() => AskAsync(agent, tls));

    private static async Task RefusesAsync(LoopbackAgent agent, TlsOptions tls, string message)
    {
        var exception = await FailsAsync(agent, tls);
        Assert.Equal((ConsulFailure.Refused, message), (exception.Failure, exception.Message));
    }

    // A port that takes one connection and does not do what is expected there.
    private static (Uri Address, Task Ending) Serve(Func<NetworkStream, Task> behave)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (new Uri($"https://{listener.LocalEndpoint}"), ServeAsync(listener, behave));
    }

    private static async Task ServeAsync(TcpListener listener, Func<NetworkStream, Task> behave)
    {
        using (listener)
        {
            using var connection = await listener.AcceptTcpClientAsync(Cancellation);
            await behave(connection.GetStream());
        }
    }

    private static async Task AnswerPlainlyAsync(NetworkStream stream)
    {
        await stream.ReadAtLeastAsync(new byte[32], 32, cancellationToken: Cancellation);
        await stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\nClient sent nonsense"u8.ToArray(), Cancellation);
        try
        {
            var rest = new byte[4096];
            while (await stream.ReadAsync(rest, Cancellation) > 0)
            {
                // Until the client has read the answer and gone.
            }
        }
        catch (IOException)
        {
            // Gone without a good-bye.
        }
    }
}
