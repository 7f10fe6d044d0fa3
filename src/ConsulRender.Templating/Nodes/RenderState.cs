using ConsulRender.Consul;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Rounds;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>Everything that changes while one template renders; owned by that render and by nobody after it.</summary>
internal sealed class RenderState
{
    private readonly Snapshot _snapshot;
    private readonly HashSet<Dependency> _used;
    private readonly HashSet<Dependency> _missed;
    private readonly List<MissingDependency> _missing;
    private readonly Stack<Node> _calls = [];
    private TemplateContext? _fluidContext;
    private Concealed? _concealed;

    private readonly RenderMemory? _memory;

    internal RenderState(Snapshot snapshot, TemplateOptions options, ParsedTexts parsed, RenderMemory? memory = null)
    {
        _snapshot = snapshot;
        (_used, _missed, _missing, FailedAsserts) = ([], [], [], []);
        Options = options;
        Patterns = parsed.Patterns;
        LineBreaks = !options.RejectNewlines ? null : memory?.LineBreaksOf(parsed) ?? new LineBreaks(parsed);
        Budget = new RenderBudget(options.Limits, options.Clock);
        Output = new Utf8Output(Budget);
        _memory = memory;
        Recorder = memory is null ? null : new();
        (Scope, Registers) = (new(outer: null, Recorder), new(Recorder));
    }

    /// <summary>A render inside another: what it reads, misses and spends is the other's, too; its variables and its text are its own.</summary>
    internal RenderState(RenderState whole)
    {
        _snapshot = whole._snapshot;
        (_used, _missed, _missing, _concealed) = (whole._used, whole._missed, whole._missing, whole._concealed);
        FailedAsserts = whole.FailedAsserts;
        Options = whole.Options;
        Patterns = whole.Patterns;
        LineBreaks = whole.LineBreaks;
        Budget = whole.Budget;
        TellsWhereItIsFull = whole.TellsWhereItIsFull;
        Output = new Utf8Output(Budget);
        (Scope, Registers) = (new(outer: null, recorder: null), new(recorder: null));
    }

    internal TemplateOptions Options { get; }

    /// <summary>The only clock a template sees: the same snapshot gives the same text.</summary>
    internal DateTimeOffset Time
    {
        get
        {
            Recorder?.Refuse();
            return _snapshot.Time;
        }
    }

    internal PatternCache Patterns { get; }

    /// <summary>Tells whose line breaks a value has; null when they do not matter.</summary>
    internal LineBreaks? LineBreaks { get; }

    internal RenderBudget Budget { get; }

    /// <summary>Whether blocks look out for the statement that writes more than may be written, which costs time.</summary>
    internal bool TellsWhereItIsFull { get; init; }

    internal Utf8Output Output { get; private set; }

    internal Scope Scope { get; set; }

    internal Registers Registers { get; set; }

    /// <summary>Notes what a round of a loop looks at; null when no later render could use that.</summary>
    internal RoundRecorder? Recorder { get; }

    /// <summary>All that was read; made once, when the render is over.</summary>
    internal IReadOnlySet<Dependency> Used
    {
        get
        {
            if (Recorder is { IsRecording: true } recorder)
            {
                NoteUsed(recorder.Readings);
            }

            return _memory?.UsedWith(_used) ?? _used;
        }
    }

    /// <summary>Marks the readings that the render is made of.</summary>
    internal SnapshotRevision Revision => _snapshot.Revision;

    internal IReadOnlyList<MissingDependency> Missing => _missing;

    /// <summary>The asserts that did not hold so far.</summary>
    internal List<FailedAssert> FailedAsserts { get; }

    /// <summary>What Fluid's own filters want; made only when one of them is used, because it is dear.</summary>
    internal TemplateContext FluidContext => _fluidContext ??= FluidFilters.NewContext(() => Time);

    /// <summary>The include and render tags and macro calls that led here, innermost first; one that called itself is told once.</summary>
    internal IReadOnlyList<SourcePosition> Trail => [.. _calls.Distinct().Select(call => call.Origin.PositionAt(call.Offset))];

    /// <summary>The answer to a question, which is noted as used; null when there is none yet.</summary>
    internal Reading? Read(Dependency dependency)
    {
        var reading = _snapshot.Find(dependency);
        if (Recorder is { IsRecording: true } recorder)
        {
            recorder.NoteReading(dependency, reading);
        }
        else
        {
            _used.Add(dependency);
        }

        return reading;
    }

    /// <summary>Whether a question still has the answer that a round of an earlier render got.</summary>
    internal bool IsStill(RoundReading earlier) => _snapshot.Find(earlier.Dependency) is { } reading && Equals(reading.Value, earlier.Value);

    /// <summary>What may be read otherwise than in the render of another snapshot.</summary>
    internal ChangedReadings ChangedSince(SnapshotRevision earlier) => new(_snapshot, earlier);

    /// <summary>The list made of an answer, which is kept for the next render where that may go through it round by round.</summary>
    internal FluidValue ListOf(Node call, object answer, Func<FluidValue> make) =>
        _memory is null || Recorder!.IsRecording ? make() : _memory.ListOf(call, answer, make);

    /// <summary>Notes what a round has read that is not kept.</summary>
    internal void NoteUsed(IReadOnlyList<RoundReading> readings)
    {
        foreach (var reading in readings)
        {
            _used.Add(reading.Dependency);
        }
    }

    /// <summary>The rounds that a loop has kept, when it is to keep some.</summary>
    internal KeptLoop? EnterLoop(ForStatement loop) => _memory is null || Recorder!.IsRecording ? null : _memory.Enter(loop, this);

    /// <summary>Notes a secret that templates can print and messages must not.</summary>
    internal void Conceal(Secret secret)
    {
        Recorder?.Refuse();
        (_concealed ??= new()).Add(secret);
    }

    /// <summary>A failure as an error whose message holds no secret.</summary>
    internal TemplateError ErrorOf(TemplateFailure failure)
    {
        var error = failure.ToError(Trail);
        return error with { Message = Masked(error.Message) };
    }

    /// <summary>A message without the secrets that the render has read.</summary>
    internal string Masked(string message) => _concealed?.Mask(message) ?? message;

    /// <summary>Notes that a dependency has no data; the first place that asked is kept.</summary>
    internal MissingValue Miss(Dependency dependency, Node asked, bool isAbsent)
    {
        Recorder?.Refuse();
        if (_missed.Add(dependency))
        {
            _missing.Add(new MissingDependency(dependency, asked.Origin.PositionAt(asked.Offset), isAbsent));
        }

        return MissingValue.Instance;
    }

    /// <summary>What a step of a path is worth that leads nowhere: a failure, or nil where the options want that.</summary>
    internal NilValue Undefined(Segment step, FluidValue holder)
    {
        step.RefuseMistake(holder);
        return Options.ErrorOnMissingKey ? throw step.NotFound(holder, this) : NilValue.Instance;
    }

    internal void Write(FluidValue value, Node at)
    {
        switch (value)
        {
            case StringValue:
                LineBreaks?.Check(value, value.ToStringValue(), at);
                Output.Write(value.ToStringValue());
                break;
            case NumberValue:
                Numbers.Write(value.ToNumberValue(), Output);
                break;
            case ArrayValue array:
                WriteItems(array, at);
                break;
            case BaseNilValue:
                break;
            case MapValue or MacroValue or RecordValue and not ServiceNameValue:
                at.Fail($"{ValueText.KindOf(value)} cannot be printed; print what is in it, or use the filter to_json");
                break;
            default:
                LineBreaks?.Check(value, value.ToText(), at);
                Output.Write(value.ToText());
                break;
        }
    }

    /// <summary>Begins to collect text apart from the output; give what this returns to <see cref="EndCapture"/>.</summary>
    internal Utf8Output BeginCapture()
    {
        var outside = Output;
        Output = new Utf8Output(Budget);
        return outside;
    }

    internal StringValue EndCapture(Utf8Output outside)
    {
        var text = Output.DetachString();
        Output = outside;
        return LineBreaks?.Authored(text) ?? StringValue.Create(text);
    }

    /// <summary>
    /// Enters a partial or a macro. What is entered is left only on the good path: after a failure the stack is the trail.
    /// </summary>
    internal void Enter(Node call)
    {
        if (_calls.Count >= Options.Limits.IncludeDepth)
        {
            call.Fail(
                $"partials and macros are nested more than {Options.Limits.IncludeDepth} deep; does one of them use itself? If not, raise the setting \"limits.include_depth\"");
        }

        RenderBudget.EnsureStack(call);
        Budget.CountRound(call);

        _calls.Push(call);
    }

    internal void Leave() => _calls.Pop();

    internal void CountIteration(Node loop) => Budget.CountRound(loop);

    private void WriteItems(ArrayValue array, Node at)
    {
        // Empty items cost time and no bytes.
        Budget.CountValue(array, at);
        for (var index = 0; index < array.Values.Count; index++)
        {
            Write(array.Values[index], at);
        }
    }
}
