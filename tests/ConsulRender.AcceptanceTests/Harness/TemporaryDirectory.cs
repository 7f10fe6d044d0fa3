namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A directory of one test's own, removed at its end.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>The absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("consulrender-test-").FullName;

    /// <summary>The absolute path of something in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
