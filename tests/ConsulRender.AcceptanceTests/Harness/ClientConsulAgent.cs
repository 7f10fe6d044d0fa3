namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>An agent without data of its own, as it runs beside every program of a real cluster; owned by the test that started it.</summary>
public sealed class ClientConsulAgent() : ConsulAgent([], AgentRole.Client);
