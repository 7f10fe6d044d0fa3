using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;

namespace ConsulRender;

/// <content>Settings and templates that were read again take the place of those in use, or do not, without a stop.</content>
public sealed partial class Runner
{
    // Used only inside the loop; the last one that came and was not looked at yet.
    private Replacement? _replacement;

    /// <summary>Takes other templates, and perhaps other agents, into use, if every template can be rendered with what is known now; may be called at any time.</summary>
    /// <param name="settings">The settings that are to hold.</param>
    /// <param name="agents">Whom to ask from then on; null leaves the agents as they are.</param>
    /// <param name="files">Takes note of the files that templates are read from.</param>
    /// <param name="cancellationToken">Ends the waiting, such as for a command that runs.</param>
    /// <returns>Why they were not taken, and everything is as it was; empty when they were.</returns>
    /// <exception cref="TemplateException">Every error of every template; everything is as it was.</exception>
    public async Task<IReadOnlyList<string>> ReplaceAsync(Settings.Settings settings, Agents? agents, SourceFiles files, CancellationToken cancellationToken)
    {
        var replacement = new Replacement(OutputGroups.Create(settings, _timeProvider, files), agents);
        await _mailbox.Writer.WriteAsync(new Message.Replaced(replacement), cancellationToken);
        return await replacement.Answer.WaitAsync(cancellationToken);
    }

    private async ValueTask TakeReplacementAsync(WatchSet watches)
    {
        if (_replacement is not { } replacement)
        {
            return;
        }

        _replacement = null;
        var problems = Try(replacement.Groups);
        if (problems.Count > 0)
        {
            DisposeAll(replacement.Groups);
            replacement.Refuse(problems);
            return;
        }

        DisposeAll(_groups);
        _groups = replacement.Groups;
        if (replacement.Agents is { } agents)
        {
            await ReplaceAgentsAsync(agents, watches);
        }

        Watch(watches);
        replacement.Accept();
    }

    // What the new templates need and nobody has asked for yet is no fault of theirs.
    private List<string> Try(IReadOnlyList<OutputGroup> groups)
    {
        var problems = new List<string>();
        foreach (var group in groups)
        {
            if (group.Evaluate(_snapshot, _now) is { } failed)
            {
                problems.Add(failed.Message);
            }
        }

        return problems;
    }

    // What other agents said is no answer of these.
    private async ValueTask ReplaceAgentsAsync(Agents agents, WatchSet watches)
    {
        await watches.ReplaceAgentsAsync(agents);
        Drain(watches);
        _agents = agents;
        _troubles.Clear();
        _filtered.Clear();
        _snapshot = _snapshot.Keep(_groups.SelectMany(group => group.Used).OfType<FileText>().ToHashSet<Dependency>());
        Try(_groups);
    }

    private static void DisposeAll(IReadOnlyList<OutputGroup> groups)
    {
        foreach (var group in groups)
        {
            group.Dispose();
        }
    }
}
