using ConsulRender.ColdStarts;
using ConsulRender.Consul;
using ConsulRender.Consul.Saved;
using ConsulRender.Consul.Watching;
using ConsulRender.Groups;

namespace ConsulRender;

/// <content>A start without Consul: readings of an earlier run until it answers; and the saving of those of this one.</content>
public sealed partial class Runner
{
    // Used only inside the loop; null when there is nothing to start from, and when it is over.
    private ColdStart? _coldStart;
    private ReadingsKeeper? _keeper;
    private int _staleVersion;
    private int _toldStale = -1;

    private void BeginColdStart()
    {
        if (_options.ColdStart is { } options && _agents is { } agents && _planner is null && _options.Dry is null)
        {
            var places = SavedReadings.PlacesOf(agents);
            _coldStart = new ColdStart(options, places, _timeProvider, Wake);
            _keeper = options.Saves ? new ReadingsKeeper(options, places, _timeProvider, Wake) : null;
        }
    }

    // Before anything is judged; a daemon without guards reads nothing until Consul gives no answer.
    private async Task TellGuardsAsync()
    {
        if (_coldStart is { } coldStart && !_options.Once && _groups.Any(group => group.HasGuards))
        {
            var accepted = await coldStart.AcceptedAsync();
            foreach (var group in _groups)
            {
                group.Accept(accepted);
            }
        }
    }

    // What was saved is of other agents than those that are asked from now on.
    private void EndColdStart()
    {
        _coldStart = null;
        _keeper = _keeper is null ? null : new ReadingsKeeper(_options.ColdStart!, SavedReadings.PlacesOf(_agents!), _timeProvider, Wake);
        MarkStale();
    }

    private void TendColdStart()
    {
        if (_keeper?.Tend(_groups, _troubles.IsConsulWell) is { } failure)
        {
            LogWarning(failure);
        }

        if (_coldStart is not { } coldStart)
        {
            return;
        }

        foreach (var reading in coldStart.Tend(_groups, _troubles))
        {
            _snapshot = _snapshot.With(reading).At(coldStart.Time ?? _snapshot.Time);
            Touch(reading);
        }

        while (coldStart.TakeProblem() is { } problem)
        {
            LogWarning(problem);
        }

        if (_options.Once && coldStart.HasLoaded)
        {
            FailWhatWaits();
        }

        _coldStart = coldStart.IsOver ? null : coldStart;
    }

    // What was given up, while it could still have come from an earlier run.
    private void FailWhatWaits()
    {
        foreach (var group in _groups.Where(group => group.Outcome is null))
        {
            FailForGood(group);
        }
    }

    private void NoteColdStart(WatchReport report)
    {
        if (_coldStart?.Note(report) == true)
        {
            LogLive();
        }
    }

    private bool IsOfEarlierRun(OutputGroup group) => _coldStart is { } coldStart && coldStart.AreOfOneTime(_troubles.PassingAmong(group.Used));

    private void Keep(OutputGroup group, ApplyOutcome outcome)
    {
        if (outcome is ApplyOutcome.Applied or ApplyOutcome.Unchanged && group.Readings is { } readings)
        {
            _keeper?.Accept(group, readings, _now);
        }
    }

    private async Task StopKeeperAsync()
    {
        if (_keeper is { } keeper && await keeper.StopAsync(_groups, _troubles.IsConsulWell) is { } failure)
        {
            LogWarning(failure);
        }
    }

    // When everything is rendered that can be, and again when more is.
    private void TellStale()
    {
        MarkStale();
        if (_coldStart is not { IsUsed: true } coldStart || _groups.Any(group => group.IsEvaluationDue && !IsFinished(group)))
        {
            return;
        }

        var stale = _groups.Where(group => group.StaleAsOf is not null).ToList();
        var waiting = Waiting(coldStart);
        if (stale.Count > Math.Max(_toldStale, 0))
        {
            var oldest = stale.Min(group => group.StaleAsOf!.Value);
            LogStale(Reason(), stale.Count == 1 ? "1 group is" : $"{stale.Count} groups are", Rfc3339.Format(oldest), ColdStart.Age(_timeProvider.GetUtcNow() - oldest), waiting);
        }
        else if (_toldStale < 0 && waiting.Length > 0)
        {
            LogNothingSaved(Reason(), waiting);
        }

        _toldStale = Math.Max(_toldStale, stale.Count);
    }

    private void MarkStale()
    {
        if (_coldStart is { Version: > 0 } || _staleVersion > 0)
        {
            _staleVersion = _coldStart?.Version ?? 0;
            foreach (var group in _groups)
            {
                group.StaleAsOf = _coldStart?.OldestAmong(group.Used);
            }
        }
    }

    private string Reason() => _troubles.Messages.Values.FirstOrDefault()?.Message ?? $"nothing within {GoDuration.Format(Silence.Patience)}";

    private string Waiting(ColdStart coldStart)
    {
        var waiting = _groups.SelectMany(group => group.Missing).Where(missing => !missing.IsAbsent).Select(missing => missing.Dependency).Distinct().ToList();
        var withheld = coldStart.WithheldAmong(waiting).ToList();
        return waiting.Count == 0 ? ""
            : withheld.Count == 0 ? $"; what was never read is waited for: {Listed(waiting)}"
            : $"; what may be secret is not saved without state_secrets = true, and is waited for: {Listed(withheld)}";
    }

    private static string Listed(List<Dependency> dependencies) =>
        dependencies.Count == 1 ? $"{dependencies[0]}" : $"{dependencies[0]} and {dependencies.Count - 1} more";
}
