using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Files;
using ConsulRender.Groups;
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
        var before = _groups.ToDictionary(Identity);
        var problems = Problems(replacement.Groups, before);
        if (problems.Count > 0)
        {
            DisposeAll(replacement.Groups);
            replacement.Refuse(problems);
            return;
        }

        if (_groups.Any(group => group.Journal is not null))
        {
            KeepJournals(replacement.Groups, _options.State!);
        }

        foreach (var group in replacement.Groups)
        {
            if (before.TryGetValue(Identity(group), out var known))
            {
                group.TakeOver(known);
            }
        }

        _keeper?.Replace();
        DisposeAll(_groups);
        _groups = replacement.Groups;
        if (replacement.Agents is { } agents)
        {
            await ReplaceAgentsAsync(agents, watches);
        }

        Watch(watches);
        replacement.Accept();
    }

    // Two groups may have one name: a name that templates give may be the destination of another template.
    private static (bool IsNamed, string Name) Identity(OutputGroup group) => (group.IsNamed, group.Name);

    // What the new templates need and nobody has asked for yet is no fault of theirs, nor is what failed in the same way before.
    private List<string> Problems(IReadOnlyList<OutputGroup> groups, Dictionary<(bool, string), OutputGroup> before)
    {
        var problems = new List<string>();
        foreach (var group in groups)
        {
            var known = before.GetValueOrDefault(Identity(group))?.Outcome as ApplyOutcome.Failed;
            if (TryOut(group) is { } failed && failed.Message != known?.Message)
            {
                problems.Add(failed.Message);
            }
        }

        return problems;
    }

    private ApplyOutcome.Failed? TryOut(OutputGroup group)
    {
        var failed = group.Evaluate(_snapshot, _now) ?? FailWithoutHope(group) ?? FailOnAbsent(group);
        if (failed is not null || !group.IsComplete)
        {
            return failed;
        }

        try
        {
            return group.BeginChange().Find();
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
    }

    // What other agents said is no answer of these.
    private async ValueTask ReplaceAgentsAsync(Agents agents, WatchSet watches)
    {
        await watches.ReplaceAgentsAsync(agents);
        Drain(watches);
        _agents = agents;
        EndColdStart();
        _troubles.Clear();
        _filtered.Clear();
        _snapshot = _snapshot.Keep(_groups.SelectMany(group => group.Used).OfType<FileText>().ToHashSet<Dependency>());
        foreach (var group in _groups)
        {
            group.Evaluate(_snapshot, _now);
        }
    }

    private static void DisposeAll(IReadOnlyList<OutputGroup> groups)
    {
        foreach (var group in groups)
        {
            group.Dispose();
        }
    }
}
