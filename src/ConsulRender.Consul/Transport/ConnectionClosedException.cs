namespace ConsulRender.Consul.Transport;

/// <summary>Whoever answers there closed a connection before it could be used.</summary>
internal sealed class ConnectionClosedException(string message) : IOException(message);
