namespace ConsulRender.Consul.Fixtures;

/// <summary>A fixture file that cannot be read or understood; the message names file, line and column.</summary>
public sealed class FixtureException(string message) : Exception(message);
