using ConsulRender.Planning;
using ConsulRender.Templating;

namespace ConsulRender;

/// <content>The last part of a turn when there is only a plan to make: nothing is written and nothing is run.</content>
public sealed partial class Runner
{
    // All at once, so that the plan speaks of one moment and has the order of the settings.
    private void Plan(Planner planner)
    {
        foreach (var group in _groups)
        {
            if (group.Outcome is ApplyOutcome.Failed failed && planner.Hide(failed.Message, group.Used, _snapshot) is var hidden && hidden != failed.Message)
            {
                group.Settle(failed with { Message = hidden });
            }
        }

        if (!_groups.All(group => group.Outcome is not null || group.IsComplete))
        {
            return;
        }

        foreach (var group in _groups.Where(group => group.Outcome is null))
        {
            group.Settle(Plan(planner, group));
        }
    }

    private ApplyOutcome Plan(Planner planner, OutputGroup group)
    {
        try
        {
            var (files, refusal) = planner.Plan(group, _snapshot);
            foreach (var file in files)
            {
                _options.Planned!(file);
            }

            return refusal is null ? new ApplyOutcome.Unchanged() : new ApplyOutcome.Failed(FailureKind.Guard, refusal);
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
        catch (TemplateException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Template, planner.Hide(TemplateErrorText.Describe(exception), group.Used, _snapshot));
        }
    }
}
