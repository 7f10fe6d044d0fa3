using ConsulRender.Consul;
using ConsulRender.Groups;

namespace ConsulRender;

/// <summary>New groups, and perhaps new agents, for a running loop, which takes them only if every template can be rendered. Made by who read the settings again, answered by the <see cref="Runner"/>.</summary>
/// <param name="groups">What is to be kept up to date instead.</param>
/// <param name="agents">Whom to ask instead; null leaves the agents as they are.</param>
internal sealed class Replacement(IReadOnlyList<OutputGroup> groups, Agents? agents)
{
    private readonly TaskCompletionSource<IReadOnlyList<string>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<OutputGroup> Groups => groups;

    public Agents? Agents => agents;

    /// <summary>Why it was not taken; empty when it was.</summary>
    public Task<IReadOnlyList<string>> Answer => _answer.Task;

    public void Accept() => _answer.TrySetResult([]);

    public void Refuse(IReadOnlyList<string> problems) => _answer.TrySetResult(problems);
}
