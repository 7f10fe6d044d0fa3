namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>An agent that denies whoever comes without a token; owned by the test that started it.</summary>
public class GuardedConsulAgent : ConsulAgent
{
    /// <summary>An agent with access rules and nothing else of its own.</summary>
    public GuardedConsulAgent()
        : this([])
    {
    }

    /// <summary>An agent with more settings of its own.</summary>
    protected GuardedConsulAgent(params string[] extraArguments)
        : base(
            ["-hcl", $$"""acl { enabled = true default_policy = "deny" tokens { master = "{{ManagementToken}}" agent = "{{ManagementToken}}" } }""", .. extraArguments],
            AgentRole.Development)
    {
    }
}
