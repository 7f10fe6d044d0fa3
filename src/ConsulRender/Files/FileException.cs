using ConsulRender.Consul.Watching;

namespace ConsulRender.Files;

/// <summary>A local file that gives no text.</summary>
internal sealed class FileException(bool isLasting, string message, Exception? innerException = null)
    : WatchException(isLasting, message, innerException);
