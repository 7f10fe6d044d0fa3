using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>The last part of a turn: what the mailbox holds is taken, and what the watches tell is told on.</content>
public sealed partial class Runner
{
    private void Drain(WatchSet watches)
    {
        _now = _timeProvider.GetTimestamp();
        while (_mailbox.Reader.TryRead(out var message))
        {
            switch (message)
            {
                case Message.Signalled { Signal: var signal }:
                    Child?.Forward(signal);
                    break;

                // A late report of a dependency that nobody uses any more is dropped.
                case Message.Reported { Report: var report } when watches.Contains(report.Dependency):
                    _idleMemory.Touch();
                    Take(report);
                    break;
                case Message.Ordered { Order: var order }:
                    _orders.Add(order);
                    break;
                case Message.Replaced { Replacement: var replacement }:
                    _replacement?.Refuse(["something newer came"]);
                    _replacement = replacement;
                    break;
            }
        }
    }

    private void Take(WatchReport report)
    {
        NoteColdStart(report);
        switch (report)
        {
            case WatchReport.Changed { Reading: var reading }:
                _troubles.Remove(reading.Dependency);
                _snapshot = _snapshot.With(reading);
                Touch(reading);
                TellFiltered(reading);
                break;
            case WatchReport.Failed failed:
                TakeFailure(failed);
                break;
            case WatchReport.Recovered recovered:
                _troubles.Remove(recovered.Dependency);
                TellRecovered(recovered.Dependency);
                break;
        }
    }

    private void Touch(Reading reading)
    {
        foreach (var group in _groups)
        {
            if (group.Used.Contains(reading.Dependency))
            {
                group.Note(reading);
                group.Touch(reading.Dependency, _now, reading.Time);
            }
        }
    }

    private void TakeFailure(WatchReport.Failed failed)
    {
        if (!_options.Once || !failed.Error.IsLasting)
        {
            TellTrouble(failed);
        }

        _troubles.Set(failed.Dependency, failed.Error, _timeProvider.GetUtcNow(), failed.Retry);
        if (!_options.Once)
        {
            return;
        }

        foreach (var group in _groups.Where(group => group.Outcome is null))
        {
            FailForGood(group);
        }
    }

    // An agent that goes away fails hundreds of dependencies at once; the first of them says it for all.
    private void TellTrouble(WatchReport.Failed failed)
    {
        if (failed.Dependency is FileText)
        {
            LogFileTrouble(failed.Error.IsLasting ? LogLevel.Error : LogLevel.Warning, failed.Dependency, failed.Error.Message);
            return;
        }

        var isKnown = _troubles.Any((dependency, error) => IsOfSameAgent(dependency, failed.Dependency) && SaysTheSame(error, failed.Error));
        if (failed.Error.IsLasting)
        {
            var place = PlaceOf(failed.Dependency);
            LogRefused(isKnown ? LogLevel.Debug : LogLevel.Error, failed.Dependency, place, failed.Error.Message);
        }
        else
        {
            LogTrouble(isKnown ? LogLevel.Debug : LogLevel.Warning, failed.Dependency, failed.Error.Message, failed.NextTry.TotalMilliseconds);
        }
    }

    // A token that hides one service of a thousand may be meant to, so it is told once for each kind of question.
    private void TellFiltered(Reading reading)
    {
        if (reading.IsFiltered && _filtered.Add(reading.Dependency.GetType()))
        {
            LogFiltered(reading.Dependency);
        }
    }

    // Where a template asks in vain; nowhere once it had an answer.
    private string PlaceOf(Dependency dependency)
    {
        foreach (var group in _groups)
        {
            if (group.Missing.FirstOrDefault(missing => missing.Dependency == dependency) is { } missing)
            {
                return $" at {missing.Position}";
            }
        }

        return "";
    }

    private void TellRecovered(Dependency dependency)
    {
        if (dependency is FileText)
        {
            LogFileRecovered(dependency);
            return;
        }

        LogRecovered(_troubles.Any((other, _) => IsOfSameAgent(other, dependency)) ? LogLevel.Debug : LogLevel.Information, dependency);
    }

    private static bool SaysTheSame(WatchException one, WatchException other) =>
        one.Message == other.Message || (one is ConsulException { IsDisconnected: true } && other is ConsulException { IsDisconnected: true });

    private static bool IsOfSameAgent(Dependency one, Dependency other) =>
        one is ConsulQuery { Scope.Agent: var agent } && other is ConsulQuery query && query.Scope.Agent == agent;
}
