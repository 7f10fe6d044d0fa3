using ConsulRender.Consul;
using ConsulRender.Consul.Saved;
using ConsulRender.Groups;
using ConsulRender.Timing;

namespace ConsulRender.ColdStarts;

/// <summary>
/// Saves the readings that the files in place were made of, for a start without Consul: when it has been quiet for a moment, and at a stop. Owned by the <see cref="Runner"/>, inside its
/// loop; only the writing is elsewhere, of what nobody changes.
/// </summary>
internal sealed class ReadingsKeeper(ColdStartOptions options, IReadOnlyDictionary<string, string> places, TimeProvider timeProvider, Action wake)
{
    /// <summary>How long nothing may have been applied before a save, and how long a save is put off by that.</summary>
    public static readonly QuiescencePeriod Quiet = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    /// <summary>How often the file says that Consul still says the same.</summary>
    public static readonly TimeSpan ConfirmInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _leastPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(10);

    // Nobody wants to wait at a stop for a disk that hangs.
    private static readonly TimeSpan _longestStop = TimeSpan.FromSeconds(5);

    // While changes never stop, the disk is written to at this pace: bytes in a second.
    private const double Pace = 100_000;

    private readonly SavedFile _file = new(options.File);
    private readonly Quiescence _quiescence = new(Quiet, timeProvider);
    private readonly Dictionary<OutputGroup, (Snapshot Readings, IReadOnlySet<Dependency> Used)> _accepted = [];
    private readonly Dictionary<OutputGroup, IReadOnlySet<Dependency>> _usedBy = [];
    private Dictionary<Dependency, Reading> _kept = [];
    private Task<Written>? _writing;
    private TimeSpan _pause;
    private long _writtenAt;
    private bool _mustSave;
    private bool _isWritten;
    private string? _problem;

    /// <summary>How long until there is something to do; null when only news can bring it.</summary>
    public TimeSpan? Remaining => _writing is not null ? null : OutputGroup.Soonest(UntilSave, UntilConfirm);

    private TimeSpan? UntilSave => _quiescence.RemainingAt(timeProvider.GetTimestamp()) is { } quiet ? Later(quiet, _pause - Since(_writtenAt)) : null;

    private TimeSpan? UntilConfirm => _isWritten && !_mustSave ? Later(ConfirmInterval - Since(_writtenAt), TimeSpan.Zero) : null;

    /// <summary>Says that a group's files are what its last evaluation gave.</summary>
    /// <param name="group">The group.</param>
    /// <param name="readings">What was evaluated.</param>
    /// <param name="now">The moment of the turn.</param>
    public void Accept(OutputGroup group, Snapshot readings, long now)
    {
        _accepted[group] = (readings, group.Used);
        _quiescence.Touch(now);
    }

    /// <summary>Forgets groups that are no more, and goes on to keep what they used until the others have taken their place.</summary>
    public void Replace()
    {
        Collect([.. _accepted.Keys]);
        _usedBy.Clear();
    }

    /// <summary>Saves, or confirms what was saved, if it is time to.</summary>
    /// <param name="groups">The groups of the loop.</param>
    /// <param name="isConsulWell">Whether every question is being answered.</param>
    /// <returns>Why saving failed, told once; null when it did not.</returns>
    public string? Tend(IReadOnlyList<OutputGroup> groups, bool isConsulWell)
    {
        var problem = TakeWritten();
        if (_writing is null && UntilSave == TimeSpan.Zero)
        {
            BeginSave(groups);
        }
        else if (_writing is null && UntilConfirm == TimeSpan.Zero)
        {
            BeginConfirm(isConsulWell);
        }

        return problem;
    }

    /// <summary>Saves what is not saved yet, when the loop has ended.</summary>
    /// <param name="groups">The groups of the loop.</param>
    /// <param name="isConsulWell">Whether every question was being answered.</param>
    /// <returns>Why that failed; null when it did not.</returns>
    public async Task<string?> StopAsync(IReadOnlyList<OutputGroup> groups, bool isConsulWell)
    {
        try
        {
            var problem = await EndAsync();
            BeginSave(groups);
            if (_writing is null && _isWritten)
            {
                BeginConfirm(isConsulWell);
            }

            return await EndAsync() ?? problem;
        }
        catch (TimeoutException)
        {
            return $"the readings could not be saved in {options.File} within {GoDuration.Format(_longestStop)}";
        }
    }

    private async Task<string?> EndAsync()
    {
        if (_writing is { } writing)
        {
            await writing.WaitAsync(_longestStop, TimeProvider.System);
        }

        return TakeWritten();
    }

    private void BeginSave(IReadOnlyList<OutputGroup> groups)
    {
        Collect(groups);
        _quiescence.Clear();
        if (_mustSave)
        {
            // Until every group has been in place once, what is known of the others is from before.
            var readings = new SavedReadings { AsOf = timeProvider.GetUtcNow(), Agents = places, Readings = [.. _kept.Values] };
            var known = groups.All(_usedBy.ContainsKey) ? null : _kept.Keys.ToHashSet();
            Begin(() => _file.Write(known is null ? readings : WithEarlier(readings, known), options.WithSecrets));
        }
    }

    private void BeginConfirm(bool isConsulWell)
    {
        _writtenAt = timeProvider.GetTimestamp();
        if (isConsulWell)
        {
            var now = timeProvider.GetUtcNow();
            Begin(() =>
            {
                _file.Confirm(now);
                return 0;
            });
        }
    }

    private void Begin(Func<long> write)
    {
        _mustSave = false;
        _writing = Task.Run(() => Write(write));
        _ = _writing.ContinueWith(_ => wake(), TaskScheduler.Default);
    }

    private static Written Write(Func<long> write)
    {
        try
        {
            return new(write(), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(0, exception.Message.TrimEnd('.'));
        }
    }

    private SavedReadings WithEarlier(SavedReadings readings, HashSet<Dependency> known)
    {
        try
        {
            var earlier = _file.Read() is { } saved && saved.Agents.Count == places.Count && saved.Agents.All(agent => places.GetValueOrDefault(agent.Key) == agent.Value) ? saved.Readings : [];
            return readings with { Readings = [.. readings.Readings, .. earlier.Where(reading => !known.Contains(reading.Dependency))] };
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read is no loss when it is replaced.
            return readings;
        }
    }

    private string? TakeWritten()
    {
        if (_writing is not { IsCompleted: true } writing)
        {
            return null;
        }

        var (length, problem) = writing.GetAwaiter().GetResult();
        _writing = null;
        _writtenAt = timeProvider.GetTimestamp();
        var isNew = problem is not null && problem != _problem;
        _problem = problem;
        if (problem is not null)
        {
            // The disk may be empty again later; what was saved before is still there.
            (_mustSave, _pause) = (true, _longestPause);
            _quiescence.Touch(_writtenAt);
            return isNew ? $"the readings cannot be saved in {options.File}, and a start without Consul would use older ones: {problem}" : null;
        }

        _isWritten = true;
        _pause = length == 0 ? _pause : TimeSpan.FromSeconds(Math.Clamp(length / Pace, _leastPause.TotalSeconds, _longestPause.TotalSeconds));
        return null;
    }

    private void Collect(IReadOnlyList<OutputGroup> groups)
    {
        foreach (var (group, (readings, used)) in _accepted)
        {
            _usedBy[group] = used;
            foreach (var dependency in used)
            {
                if (dependency is ConsulQuery && readings.Find(dependency) is { } reading && !IsKept(reading))
                {
                    _kept[dependency] = reading;
                    _mustSave |= reading.AsOf is null;
                }
            }
        }

        if (_accepted.Count > 0 && groups.All(_usedBy.ContainsKey))
        {
            Prune();
        }

        _accepted.Clear();
    }

    private bool IsKept(Reading reading) =>
        _kept.TryGetValue(reading.Dependency, out var kept) && (ReferenceEquals(kept, reading) || (kept.AsOf is null && reading.AsOf is not null));

    private void Prune()
    {
        var used = _usedBy.Count == 1 ? _usedBy.Values.First() : _usedBy.Values.SelectMany(used => used).ToHashSet();
        if (_kept.Keys.Any(dependency => !used.Contains(dependency)))
        {
            _kept = _kept.Where(kept => used.Contains(kept.Key)).ToDictionary();
            _mustSave = true;
        }
    }

    private TimeSpan Since(long timestamp) => timeProvider.GetElapsedTime(timestamp);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private readonly record struct Written(long Length, string? Problem);
}
