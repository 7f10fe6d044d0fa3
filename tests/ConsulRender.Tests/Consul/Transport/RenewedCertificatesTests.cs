using System.Net.Security;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Transport;
using ConsulRender.Tests.Engine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

/// <summary>A client whose certificate files change while it runs; each of its questions opens a connection.</summary>
public sealed class RenewedCertificatesTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly TestAuthority _authority = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _warnings = [];
    private readonly List<string?> _seen = [];

    public RenewedCertificatesTests()
    {
        _directory.Write("ca.pem", _authority.Pem);
        WriteOwn("first");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_by_connections_that_begin_a_second_later()
    {
        await using var agent = Agent(_authority);
        using var client = Client(agent);
        await AskAsync(client);
        WriteOwn("second");
        await AskAsync(client);
        _clock.Advance(Second);
        await AskAsync(client);
        await AskAsync(client);

        Assert.Equal(["CN=first", "CN=first", "CN=second", "CN=second"], _seen);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewed_authority_is_trusted_and_the_old_one_no_longer(bool folder)
    {
        using var other = new TestAuthority("Other CA");
        await using var agent = Agent(_authority);
        await using var renewed = Agent(other);
        var tls = Tls(folder);
        using var before = Client(agent, tls);
        using var after = Client(renewed, tls);
        await AskAsync(before);
        Assert.Equal(ConsulFailure.Refused, (await FailAsync(after)).Failure);

        _directory.Write("ca.pem", other.Pem);
        _directory.Write("authorities/one.pem", other.Pem);
        _clock.Advance(Second);
        await AskAsync(after);

        Assert.Equal(ConsulFailure.Refused, (await FailInTheEndAsync(before)).Failure);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_leave_the_last_certificates_in_place_and_are_told_once()
    {
        await using var agent = Agent(_authority);
        using var client = Client(agent);
        using var other = _authority.Issue(names: "other");
        _directory.Write("own.key", TestAuthority.KeyPem(other));
        await AskLaterAsync(client);

        // The certificate itself may be about to follow.
        Assert.Empty(_warnings);
        await AskLaterAsync(client);
        await AskLaterAsync(client);
        var key = _directory.Path("own.key");
        Assert.Equal([$"consul.ssl.key: the key in '{key}' is not that of the certificate, or not a key in PEM; the certificates read before stay in use"], _warnings);

        File.Delete(key);
        await AskLaterAsync(client);
        await AskLaterAsync(client);
        Assert.Equal($"consul.ssl.key: cannot read '{key}': there is no such file; the certificates read before stay in use", _warnings[^1]);
        Assert.Equal(2, _warnings.Count);

        WriteOwn("second");
        await AskLaterAsync(client);
        await AskLaterAsync(client);
        Assert.Equal(["CN=first", "CN=first", "CN=first", "CN=first", "CN=first", "CN=second", "CN=second"], _seen);
        Assert.Equal(2, _warnings.Count);
    }

    [Fact]
    public async Task A_certificate_that_comes_before_its_key_is_not_worth_a_word()
    {
        await using var agent = Agent(_authority);
        using var client = Client(agent);
        using var own = _authority.Issue(names: "second");
        _directory.Write("own.pem", own.ExportCertificatePem());
        await AskLaterAsync(client);
        _directory.Write("own.key", TestAuthority.KeyPem(own));
        await AskLaterAsync(client);

        Assert.Equal(["CN=first", "CN=second"], _seen);
        Assert.Empty(_warnings);
    }

    /// <summary>As Kubernetes swaps the files of a secret: the link that has the name is never touched.</summary>
    [Fact]
    public async Task A_link_to_a_folder_that_is_swapped_is_seen()
    {
        foreach (var name in (string[])["first", "second"])
        {
            using var own = _authority.Issue(names: name);
            _directory.Write($"{name}/tls", TestAuthority.KeyPem(own) + "\n" + own.ExportCertificatePem());
        }

        var (data, link) = (_directory.Path("data"), _directory.Path("link.pem"));
        Directory.CreateSymbolicLink(data, "first");
        File.CreateSymbolicLink(link, "data/tls");
        await using var agent = Agent(_authority);
        using var client = Client(agent, new AgentTls(new() { AuthorityFile = _directory.Path("ca.pem"), Certificate = link }, _clock));
        await AskAsync(client);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "second");
        await AskLaterAsync(client);

        Assert.Equal(["CN=first", "CN=second"], _seen);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // HTTP/1.0, so that each question is a connection.
    private LoopbackAgent Agent(TestAuthority authority) => new(
        _ => "HTTP/1.0 200 OK\r\nX-Consul-Index: 7\r\nContent-Length: 2\r\n\r\n[]",
        new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(authority.Issue(names: "127.0.0.1"), null, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                _seen.Add(shown?.Subject);
                return shown is not null;
            },
        });

    private ConsulClient Client(LoopbackAgent agent, AgentTls? tls = null) =>
        new(new() { Address = agent.Address, Tls = tls ?? Tls(folder: false), Warn = _warnings.Add }, TimeProvider.System);

    private AgentTls Tls(bool folder)
    {
        _directory.Write("authorities/one.pem", _authority.Pem);
        return new AgentTls(
            new()
            {
                AuthorityFile = folder ? null : _directory.Path("ca.pem"),
                AuthorityFolder = folder ? _directory.Path("authorities") : null,
                Certificate = _directory.Path("own.pem"),
                Key = _directory.Path("own.key"),
            },
            _clock);
    }

    private void WriteOwn(string name)
    {
        using var own = _authority.Issue(names: name);
        _directory.Write("own.pem", own.ExportCertificatePem());
        _directory.Write("own.key", TestAuthority.KeyPem(own));
    }

    private static Task<Reading> AskAsync(ConsulClient client) => client.QueryAsync(new KeyTree("a"), 0, Cancellation);

    private Task<Reading> AskLaterAsync(ConsulClient client)
    {
        _clock.Advance(Second);
        return AskAsync(client);
    }

    // HttpClient may have made one connection more than it needed, which is good for one more answer.
    private static async Task<ConsulException> FailInTheEndAsync(ConsulClient client)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            try
            {
                await AskAsync(client);
            }
            catch (ConsulException exception)
            {
                return exception;
            }
        }

        return await FailAsync(client);
    }

    private static Task<ConsulException> FailAsync(ConsulClient client) => Assert.ThrowsAsync<ConsulException>(() => AskAsync(client));
}
