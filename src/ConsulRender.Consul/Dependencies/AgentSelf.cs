using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The agent that is asked; answered with <see cref="Agent"/>. Consul does not block for it.</summary>
public sealed record AgentSelf : ConsulQuery
{
    internal override string RequestPath => "/v1/agent/self";

    internal override TimeSpan? PollInterval => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override string ToString() => Question.Call("agent", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var agent = new Agent();
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Config"u8))
            {
                agent = ReadConfig(ref body, agent);
            }
            else if (body.ValueTextEquals("Member"u8))
            {
                agent = agent with { Address = ReadAddress(ref body) };
            }
            else if (body.ValueTextEquals("Meta"u8))
            {
                agent = agent with { Meta = ConsulJson.Pairs(ref body, shared) };
            }
            else
            {
                body.Skip();
            }
        }

        return agent;
    }

    internal override object Answer(Fixture fixture) => fixture.Agent;

    private static Agent ReadConfig(ref Utf8JsonReader body, Agent agent)
    {
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("NodeName"u8))
            {
                agent = agent with { Node = ConsulJson.Text(ref body) };
            }
            else if (body.ValueTextEquals("NodeID"u8))
            {
                agent = agent with { NodeId = ConsulJson.Text(ref body) };
            }
            else if (body.ValueTextEquals("Datacenter"u8))
            {
                agent = agent with { Datacenter = ConsulJson.Text(ref body) };
            }
            else if (body.ValueTextEquals("Version"u8))
            {
                agent = agent with { Version = ConsulJson.Text(ref body) };
            }
            else if (body.ValueTextEquals("Server"u8))
            {
                agent = agent with { IsServer = ConsulJson.Truth(ref body) };
            }
            else
            {
                body.Skip();
            }
        }

        return agent;
    }

    private static string ReadAddress(ref Utf8JsonReader body)
    {
        var address = "";
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Addr"u8))
            {
                address = ConsulJson.Text(ref body);
            }
            else
            {
                body.Skip();
            }
        }

        return address;
    }
}
