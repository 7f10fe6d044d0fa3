namespace ConsulRender.Consul.Transport;

/// <summary>A TLS connection that will not be made before somebody mends something; the message is one line that says what.</summary>
internal sealed class TlsException(string message, Exception innerException) : IOException(message, innerException);
