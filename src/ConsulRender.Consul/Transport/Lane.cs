namespace ConsulRender.Consul.Transport;

/// <summary>A set of connections: one of HTTP/2, or all that HTTP/1.1 needs. Owned by the client's <see cref="Lanes"/>.</summary>
internal sealed class Lane(HttpMessageInvoker invoker) : IDisposable
{
    /// <summary>How many watches use it.</summary>
    internal int Watches { get; set; }

    /// <summary>Sends a request.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();
}
