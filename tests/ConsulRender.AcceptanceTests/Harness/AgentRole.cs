namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>What an agent of the tests is among others.</summary>
public enum AgentRole
{
    /// <summary>Alone and without a disk: it forgets everything when it ends.</summary>
    Development,

    /// <summary>The only server, with its data on disk.</summary>
    Server,

    /// <summary>One of three servers, which have a leader once they have met.</summary>
    OneOfThree,

    /// <summary>An agent that asks the servers it has met.</summary>
    Client,
}
