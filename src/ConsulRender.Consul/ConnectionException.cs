namespace ConsulRender.Consul;

/// <summary>A file or value of the connection that cannot be used; the message is one line and never holds a secret.</summary>
/// <param name="key">The settings key below <c>consul</c> that names it, such as <c>ssl.ca_cert</c>.</param>
/// <param name="message">What is wrong and what to do, to stand behind the name of the key.</param>
/// <param name="innerException">What the platform said.</param>
public sealed class ConnectionException(string key, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The settings key below <c>consul</c>.</summary>
    public string Key { get; } = key;
}
