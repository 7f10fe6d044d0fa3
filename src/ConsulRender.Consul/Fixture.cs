namespace ConsulRender.Consul;

/// <summary>A catalog and keys written by hand, which answers any dependency; owned by the snapshot that loaded it.</summary>
internal sealed class Fixture
{
    internal static Fixture Load(string path) => throw new FixtureException(path);
}
