namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>An agent that denies whoever comes without a token; owned by the test that started it.</summary>
public sealed class GuardedConsulAgent() : ConsulAgent(
    ["-hcl", $$"""acl { enabled = true default_policy = "deny" tokens { master = "{{ManagementToken}}" agent = "{{ManagementToken}}" } }"""],
    keepsState: false);
