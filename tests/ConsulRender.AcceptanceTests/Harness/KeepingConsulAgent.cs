namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>An agent that has everything again after a restart, as servers of real clusters do; owned by the test that started it.</summary>
public sealed class KeepingConsulAgent() : ConsulAgent([], AgentRole.Server);
