namespace ConsulRender.Consul.Watching;

/// <summary>Why a watch has no answer, in one line.</summary>
public abstract class WatchException(bool isLasting, string message, Exception? innerException) : Exception(message, innerException)
{
    /// <summary>Whether trying again seldom helps before somebody mends something, so that <c>-once</c> does not wait for it.</summary>
    public bool IsLasting { get; } = isLasting;
}
