using ConsulRender.Consul;
using ConsulRender.Consul.Saved;
using ConsulRender.Consul.Watching;
using ConsulRender.Groups;

namespace ConsulRender.ColdStarts;

/// <summary>
/// A start without Consul: puts readings of an earlier run in the place of answers that do not come. An answer always wins. Owned by the <see cref="Runner"/>, inside its loop; over
/// when nothing is stale and nothing waits for a source that never answered.
/// </summary>
internal sealed class ColdStart
{
    private readonly ColdStartOptions _options;
    private readonly IReadOnlyDictionary<string, string> _places;
    private readonly TimeProvider _timeProvider;
    private readonly Silence _silence;
    private readonly HashSet<Dependency> _stale = [];
    private readonly HashSet<Dependency> _withheld = [];
    private readonly Queue<string> _problems = [];
    private readonly Action _wake;

    // Null until it is needed; nobody changes the table after it was loaded, so that watches may look into it.
    private Task<Loaded>? _loading;
    private volatile Dictionary<Dependency, Reading>? _saved;

    private bool _mustLook;
    private long _lookAt;
    private int _version;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="options">Where the readings are.</param>
    /// <param name="places">Where the agents are that are asked now, by name.</param>
    /// <param name="timeProvider">Its only clock.</param>
    /// <param name="wake">Is called when the readings are there.</param>
    public ColdStart(ColdStartOptions options, IReadOnlyDictionary<string, string> places, TimeProvider timeProvider, Action wake)
    {
        _options = options;
        _places = places;
        _timeProvider = timeProvider;
        _wake = wake;
        _silence = new Silence(timeProvider);
        _lookAt = timeProvider.GetTimestamp() + Ticks(Silence.Patience);
    }

    /// <summary>Whether anything is made of readings from before.</summary>
    public bool IsStale => _stale.Count > 0;

    /// <summary>Whether it has nothing to do any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether it is known what was saved.</summary>
    public bool HasLoaded => _saved is not null;

    /// <summary>Whether anything was, and Consul gives no answer.</summary>
    public bool IsUsed => (_saved is { Count: > 0 } || _withheld.Count > 0) && (IsStale || _silence.IsFound);

    /// <summary>Changes whenever what is stale does.</summary>
    public int Version => _version;

    /// <summary>When the newest of the readings was made, which is the time that templates go by as long as there is no answer; null while nothing was used, or there is one.</summary>
    public DateTimeOffset? Time { get; private set; }

    /// <summary>How long until there is something to do; null when only news can bring it.</summary>
    public TimeSpan? Remaining => _mustLook ? TimeSpan.Zero
        : _lookAt == long.MaxValue ? null
        : _timeProvider.GetElapsedTime(_timeProvider.GetTimestamp(), _lookAt) is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>What the files were made of that are in place from before this run, as far as it was saved.</summary>
    public async Task<IReadOnlyDictionary<Dependency, Reading>> AcceptedAsync()
    {
        await (_loading ??= LoadAsync());
        TakeLoaded();
        return _saved ?? [];
    }

    /// <summary>Takes note of what a watch said; what it answered is stale no more.</summary>
    /// <returns>Whether it was the last that was stale.</returns>
    public bool Note(WatchReport report)
    {
        if (report.Dependency is not ConsulQuery query)
        {
            return false;
        }

        switch (report)
        {
            case WatchReport.Changed:
                _silence.Answer(query);
                Time = null;
                return Replace(query);
            case WatchReport.Failed { Error: ConsulException { Failure: ConsulFailure.Refused } }:
                _silence.Answer(query);
                return false;
            case WatchReport.Failed:
                _mustLook |= _silence.IsOpen(query);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Looks what is waited for in vain.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="troubles">What cannot be read.</param>
    /// <returns>Readings from before that are to be used.</returns>
    public IReadOnlyList<Reading> Tend(IReadOnlyList<OutputGroup> groups, Troubles troubles)
    {
        TakeLoaded();
        if (Remaining != TimeSpan.Zero)
        {
            return [];
        }

        _mustLook = false;
        var waiting = Waiting(groups);
        var next = _silence.Look(waiting, query => troubles.Of(query) is not null);
        _lookAt = next is { } wait ? _timeProvider.GetTimestamp() + Ticks(wait) : long.MaxValue;
        if (!IsStale && !waiting.Exists(_silence.IsOpen))
        {
            // Watches look into it longer than that.
            (IsOver, _saved) = (true, null);
            return [];
        }

        var silent = waiting.FindAll(_silence.IsSilent);
        if (silent.Count > 0)
        {
            _loading ??= LoadAsync();
        }

        return _saved is { } saved ? Use(silent, saved) : [];
    }

    /// <summary>Says that something is used that was not before, so that it may be waited for in vain.</summary>
    public void LookAgain() => _mustLook |= IsStale;

    /// <summary>Drops what nobody uses any more.</summary>
    public void Keep(IReadOnlySet<Dependency> used) => _version += _stale.RemoveWhere(dependency => !used.Contains(dependency));

    /// <summary>Whether what cannot be read of all this was not read in this run, either, so that there are no old answers among new ones.</summary>
    public bool AreOfOneTime(IEnumerable<ConsulQuery> unreadable) => unreadable.All(_silence.IsSilent);

    /// <summary>Whether a reading from before may yet take the place of an answer that will not come.</summary>
    public bool MayAnswer(Dependency dependency) =>
        dependency is ConsulQuery query && _silence.IsOpen(query) && (_saved is null ? _loading?.IsCompleted != true : _saved.ContainsKey(query));

    /// <summary>What an earlier run knew; may be asked by watches, at any time.</summary>
    public Reading? Find(ConsulQuery query) => _saved?.GetValueOrDefault(query);

    /// <summary>When the oldest of the stale readings among these was known to be so; null when none is stale.</summary>
    public DateTimeOffset? OldestAmong(IReadOnlySet<Dependency> used)
    {
        DateTimeOffset? oldest = null;
        foreach (var dependency in _stale.Count < used.Count ? (IEnumerable<Dependency>)_stale : used)
        {
            if (used.Contains(dependency) && _stale.Contains(dependency) && _saved![dependency].AsOf is { } asOf)
            {
                oldest = oldest < asOf ? oldest : asOf;
            }
        }

        return oldest;
    }

    /// <summary>What of all this was answered before and not saved, since it may be a secret.</summary>
    public IEnumerable<Dependency> WithheldAmong(IEnumerable<Dependency> dependencies) => dependencies.Where(_withheld.Contains);

    /// <summary>Why readings are not used, told once.</summary>
    public string? TakeProblem() => _problems.TryDequeue(out var problem) ? problem : null;

    private static List<ConsulQuery> Waiting(IReadOnlyList<OutputGroup> groups) =>
        [.. groups.SelectMany(group => group.Missing).Where(missing => !missing.IsAbsent).Select(missing => missing.Dependency).OfType<ConsulQuery>().Distinct()];

    private bool Replace(ConsulQuery query)
    {
        if (!_stale.Remove(query))
        {
            return false;
        }

        _version++;
        _mustLook |= _stale.Count == 0;
        return _stale.Count == 0;
    }

    private List<Reading> Use(List<ConsulQuery> silent, Dictionary<Dependency, Reading> saved)
    {
        var used = silent.Where(query => saved.ContainsKey(query) && _stale.Add(query)).Select(query => saved[query]).ToList();
        if (used.Count > 0)
        {
            _version++;
            Time = _silence.HasAnswers ? null : saved.Values.Max(reading => reading.Time);
        }

        return used;
    }

    private void TakeLoaded()
    {
        if (_saved is null && _loading is { IsCompleted: true } loading)
        {
            var (saved, problem) = loading.GetAwaiter().GetResult();
            _mustLook = true;
            _saved = Usable(saved);
            if (problem is not null)
            {
                _problems.Enqueue(problem);
            }
        }
    }

    // Thousands of readings take a while, in which the loop has other things to do.
    private Task<Loaded> LoadAsync()
    {
        var loading = Task.Run(Load);
        _ = loading.ContinueWith(_ => _wake(), TaskScheduler.Default);
        return loading;
    }

    private Loaded Load()
    {
        try
        {
            var saved = new SavedFile(_options.File).Read();
            return new(saved, saved is null && _options.OldestAllowed is not null ? $"there are no saved readings in {_options.File} to use instead of Consul's answers" : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new(null, $"the saved readings in {_options.File} cannot be used: {exception.Message}");
        }
    }

    private Dictionary<Dependency, Reading> Usable(SavedReadings? saved)
    {
        if (saved is null || IsTooOld(saved))
        {
            return [];
        }

        var elsewhere = _places.Where(place => saved.Agents.GetValueOrDefault(place.Key) != place.Value).Select(place => place.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var agent in elsewhere)
        {
            _problems.Enqueue($"the saved readings in {_options.File} are not used{(agent.Length == 0 ? "" : $" for {agent}")}: they are of {saved.Agents.GetValueOrDefault(agent) ?? "other agents"}, and {_places[agent]} is asked now");
        }

        var now = _timeProvider.GetUtcNow();
        _withheld.UnionWith(saved.Withheld);
        return saved.Readings
            .Where(reading => !elsewhere.Contains(((ConsulQuery)reading.Dependency).Scope.Agent ?? "") && (_options.OldestAllowed is not { } oldest || now - reading.AsOf <= oldest))
            .ToDictionary(reading => reading.Dependency);
    }

    private bool IsTooOld(SavedReadings saved)
    {
        var age = _timeProvider.GetUtcNow() - saved.AsOf;
        if (_options.OldestAllowed is not { } oldest || (age <= oldest && age > -Silence.Patience))
        {
            return false;
        }

        _problems.Enqueue(age < TimeSpan.Zero
            ? $"the saved readings are of {Rfc3339.Format(saved.AsOf)}, which is yet to come by the clock of this host; they are not used"
            : $"the saved readings are of {Rfc3339.Format(saved.AsOf)} and so {Age(age)} old, older than the {GoDuration.Format(oldest)} of -allow-stale; they are not used");
        return true;
    }

    /// <summary>An age in words, in whole seconds.</summary>
    internal static string Age(TimeSpan age) => GoDuration.Format(TimeSpan.FromSeconds(Math.Max(0, (long)age.TotalSeconds)));

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _timeProvider.TimestampFrequency);

    private sealed record Loaded(SavedReadings? Readings, string? Problem);
}
