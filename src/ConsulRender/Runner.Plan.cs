using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Planning;

namespace ConsulRender;

/// <content>The last part of a turn when there is only a plan to make: nothing is written and nothing is run.</content>
public sealed partial class Runner
{
    private bool _isPlanned;

    // All at once, so that the plan speaks of one moment and has the order of the settings.
    private void Plan(Planner planner)
    {
        foreach (var group in _groups)
        {
            HideIn(group, planner);
        }

        if (!_groups.All(group => group.Outcome is not null || group.IsComplete))
        {
            return;
        }

        foreach (var group in _groups.Where(group => group.Outcome is null).ToList())
        {
            if (group.Evaluate(_snapshot, _now) is null)
            {
                group.Settle(Plan(planner, group));
            }

            HideIn(group, planner);
        }

        if (!_isPlanned)
        {
            _isPlanned = true;
            foreach (var warning in planner.Unmatched())
            {
                LogWarning(warning);
            }
        }
    }

    // Messages of templates quote values.
    private void HideIn(OutputGroup group, Planner planner)
    {
        if (planner.Look(group, _snapshot) && group.Outcome is ApplyOutcome.Failed failed && Planner.Hide(failed.Message, group) is var hidden && hidden != failed.Message)
        {
            group.Settle(failed with { Message = hidden });
        }
    }

    private ApplyOutcome Plan(Planner planner, OutputGroup group)
    {
        try
        {
            var (problem, pending) = group.BeginChange().Look();
            foreach (var file in planner.Plan(pending, _snapshot))
            {
                _options.Planned!(file);
            }

            return problem ?? (ApplyOutcome)new ApplyOutcome.Unchanged();
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
    }
}
