using ConsulRender.Consul;
using ConsulRender.Groups;

namespace ConsulRender.Guards;

/// <summary>The guards of one template with what they compare with: what was accepted last. Owned by <see cref="GroupGuards"/>.</summary>
internal sealed class TemplateGuards(OutputFile file)
{
    private readonly EmptyAnswers _empty = new();
    private readonly Guard _guard = file.Guard;
    private Accepted? _accepted;
    private Candidate? _candidate;

    // Of the files judged last; they are those accepted once the change is made.
    private Dictionary<string, long> _lines = [];

    /// <summary>The template's destination, by which the guards of before are found.</summary>
    public string Template => _guard.Template;

    /// <summary>Takes note of what was rendered and is to be judged.</summary>
    public void Observe(Candidate candidate, Moment now)
    {
        _candidate = candidate;
        NoteEmpty(candidate, now);
    }

    /// <summary>Takes note of a reading at once, because another one may come before the next evaluation.</summary>
    public void Note(Reading reading, Moment now)
    {
        if (_guard.Settings.HoldEmpty > TimeSpan.Zero && HadData(reading.Dependency))
        {
            _empty.Note(reading.Dependency, Candidate.IsNothing(reading.Dependency, reading.Value), now);
        }
    }

    /// <summary>Forgets what was to be judged.</summary>
    public void Forget() => _candidate = null;

    /// <summary>Every reason not to make the change.</summary>
    /// <param name="pending">The files that it is about, those of other templates among them.</param>
    /// <param name="now">The moment of the apply.</param>
    public IReadOnlyList<GuardRefusal> Judge(IReadOnlyList<PendingFile> pending, Moment now)
    {
        if (_candidate is not { } candidate)
        {
            return [];
        }

        NoteEmpty(candidate, now);
        var files = pending.Where(pendingFile => pendingFile.Source == file).ToList();
        var judge = new GuardJudge(_guard, candidate, files);
        _lines = _guard.Settings.MaxShrink is null ? [] : GuardJudge.Lines(files);
        return
        [
            .. file.Emptiness(candidate.Rendering, files).Select(judge.Blank),
            .. judge.TooFewInstances(),
            .. _empty.All.Select(judge.Empty),
            .. judge.Shrinking(_accepted?.Lines, _lines),
            .. _accepted is null ? [] : judge.ShrinkingServices(_accepted.Readings.Values.Where(reading => Concerns(reading.Dependency, candidate))),
            .. judge.Texts(),
            .. judge.Asserts(),
        ];
    }

    /// <summary>Says that what was judged is in place.</summary>
    public void Accept()
    {
        if (_candidate is { } candidate && (_guard.ComparesReadings || _guard.Settings.MaxShrink is not null))
        {
            var readings = _guard.ComparesReadings ? candidate.Readings.ToDictionary(reading => reading.Dependency) : [];
            _accepted = new Accepted(readings, _lines) { IsOurs = true };
            _empty.Keep(new HashSet<Dependency>());
        }
    }

    /// <summary>Says of what readings the files were made that are in place, whoever made them and for which template.</summary>
    public void Accept(IReadOnlyDictionary<Dependency, Reading> readings)
    {
        if (_guard.ComparesReadings)
        {
            _accepted ??= new Accepted(readings, null);
        }
    }

    /// <summary>Goes on from where the guards of before stood.</summary>
    public void TakeOver(TemplateGuards before)
    {
        _accepted ??= before._accepted;
        _empty.TakeOver(before._empty);
    }

    private void NoteEmpty(Candidate candidate, Moment now)
    {
        if (_guard.Settings.HoldEmpty == TimeSpan.Zero || _accepted is null)
        {
            return;
        }

        var meant = new HashSet<Dependency>();
        foreach (var dependency in _accepted.Readings.Keys)
        {
            if (HadData(dependency) && Concerns(dependency, candidate))
            {
                meant.Add(dependency);
                _empty.Note(dependency, candidate.IsEmpty(dependency), now);
            }
        }

        _empty.Keep(meant);
    }

    // What another template asked for concerns this one only if it asks, too.
    private bool Concerns(Dependency dependency, Candidate candidate) =>
        candidate.Rendering.Used.Contains(dependency) || (_accepted is { IsOurs: true } && candidate.IsMeant(dependency));

    private bool HadData(Dependency dependency) =>
        _accepted?.Readings.TryGetValue(dependency, out var reading) == true && dependency is ConsulQuery && !Candidate.IsNothing(dependency, reading.Value);

    /// <summary>What was accepted last; immutable.</summary>
    /// <param name="Readings">The readings that the template used, or all that are known.</param>
    /// <param name="Lines">The lines of each file, by its path; null when only the files themselves tell.</param>
    private sealed record Accepted(IReadOnlyDictionary<Dependency, Reading> Readings, IReadOnlyDictionary<string, long>? Lines)
    {
        /// <summary>Whether the readings are those of this template. Default false.</summary>
        public bool IsOurs { get; init; }
    }
}
