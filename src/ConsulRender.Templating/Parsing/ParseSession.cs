using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;

namespace ConsulRender.Templating.Parsing;

/// <summary>
/// What a template and its partials share while they are parsed: names, partials, macros, errors. Owned by one <see
/// cref="Template.Parse"/>.
/// </summary>
internal sealed class ParseSession(TemplateOptions options)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiquidFile> _partials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FilterDefinition?> _filters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _macros = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoopProgress> _progress = new(StringComparer.Ordinal);
    private readonly List<PendingCall> _pendingCalls = [];
    private readonly List<PendingCall> _deniedVariables = [];
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private readonly Stack<SourcePosition> _trail = [];
    private readonly List<TemplateError> _errors = [];

    internal ParsedTexts Texts { get; } = new(new PatternCache(options.Limits));

    internal TemplateLimits Limits => options.Limits;

    /// <summary>What begins and ends an output, in the partials too.</summary>
    internal OutputDelimiters Delimiters => options.Delimiters;

    /// <summary>The names of the agents that questions may name.</summary>
    internal IReadOnlyList<string> Agents => options.Agents;

    internal bool HasTooManyErrors => _errors.Count >= Parsing.Limits.Errors;

    /// <summary>The one copy of a name, so that variables are found by reference.</summary>
    internal string Name(ReadOnlySpan<char> text)
    {
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var name))
        {
            name = text.ToString();
            _names.Add(name);
        }

        return name;
    }

    /// <summary>Where loops over one list stopped, known by how it is written.</summary>
    internal LoopProgress Progress(string loop)
    {
        if (!_progress.TryGetValue(loop, out var progress))
        {
            progress = new LoopProgress(loop);
            _progress.Add(loop, progress);
        }

        return progress;
    }

    /// <summary>A filter, looked up once however often the template uses it; null when there is none of that name.</summary>
    internal FilterDefinition? FindFilter(string name)
    {
        if (!_filters.TryGetValue(name, out var definition))
        {
            definition = FilterTable.Find(name);
            _filters.Add(name, definition);
        }

        return definition;
    }

    /// <summary>Whether the settings forbid a function, a filter or a tag, as it is written or without regard to case and underscores.</summary>
    internal bool IsDenied(string name)
    {
        foreach (var pattern in options.Denied)
        {
            if (GoGlob.IsMatch(pattern, name) || GoGlob.IsMatch(RecordValue.LooseName(pattern), RecordValue.LooseName(name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers the name of a variable, which may be that of a denied function.</summary>
    internal void Bind(string name)
    {
        if (options.Denied.Count > 0)
        {
            _bound.Add(name);
        }
    }

    /// <summary>Remembers a name that is a denied function unless it is a variable, which may be defined further down.</summary>
    internal void DenyLater(string name, TemplateFailure denied) => _deniedVariables.Add(new PendingCall(name, denied, [.. _trail]));

    internal LiquidFile ParseFile(TemplateSource source)
    {
        var file = new LiquidFile(new SourceText(source.Name, source.Text));
        new LiquidParser(file, this).Parse();
        return file;
    }

    /// <summary>What makes the file one for each item; null when it is wrong, which is reported.</summary>
    internal FileLoop? ParseForEach(ForEachSource source, LiquidFile text)
    {
        // Shown in a tag, so that a place in it is what it seems; what begins and ends a tag, no setting changes.
        var items = new LiquidFile(new SourceText($"for_each of '{source.Name}'", $"{{% {source.Items} %}}"));
        var header = new LiquidParser(items, this).ParseItems();
        var destination = ParseFile(new TemplateSource($"destination of '{source.Name}'", source.Destination));
        return header is null ? null : new FileLoop(header, destination, text);
    }

    /// <summary>A partial, parsed once for all who include it; null when there is none of that name.</summary>
    internal LiquidFile? FindPartial(string name, SourceText source, int offset)
    {
        if (_partials.TryGetValue(name, out var known))
        {
            return known;
        }

        if (options.FindPartial(name) is not { } found)
        {
            return null;
        }

        if (_trail.Count >= Limits.IncludeDepth)
        {
            var raise = Parsing.Limits.Raise("include_depth");
            throw new TemplateFailure(source, offset, $"partials include each other more than {Limits.IncludeDepth} deep{raise}");
        }

        var file = new LiquidFile(new SourceText(found.Name, found.Text));
        _partials.Add(name, file);
        _trail.Push(source.PositionAt(offset));
        new LiquidParser(file, this).Parse();
        _trail.Pop();
        return file;
    }

    internal void Report(TemplateFailure failure)
    {
        var error = failure.ToError([.. _trail]);

        // A tag that is nested too deep is told by its condition and by its block.
        var isTold = _errors is [.., var last] && last.Position == error.Position && last.Message == error.Message;
        if (!HasTooManyErrors && !isTold)
        {
            _errors.Add(error);
        }
    }

    internal void AddMacro(string name) => _macros.Add(name);

    /// <summary>Remembers a call of something that may be a macro defined further down.</summary>
    internal void CallLater(string name, TemplateFailure unknown) => _pendingCalls.Add(new PendingCall(name, unknown, [.. _trail]));

    /// <summary>Throws everything that was wrong, if anything was.</summary>
    internal void ThrowErrors()
    {
        foreach (var call in _pendingCalls.Where(call => !_macros.Contains(call.Name)))
        {
            _errors.Add(call.Unknown(_macros));
        }

        foreach (var variable in _deniedVariables.Where(variable => !_bound.Contains(variable.Name)))
        {
            _errors.Add(variable.AsIs());
        }

        if (_errors.Count > 0)
        {
            throw new TemplateException([.. _errors
                .Take(Parsing.Limits.Errors)
                .OrderBy(error => error.IncludedFrom.Count)
                .ThenBy(error => error.Position.Template, StringComparer.Ordinal)
                .ThenBy(error => error.Position.Line)
                .ThenBy(error => error.Position.Column)]);
        }
    }

    private sealed record PendingCall(string Name, TemplateFailure Failure, IReadOnlyList<SourcePosition> Trail)
    {
        internal TemplateError Unknown(IEnumerable<string> macros) => Failure.Origin.ErrorAt(
            Failure.Offset,
            Failure.Message + Hint(macros),
            Trail);

        internal TemplateError AsIs() => Failure.ToError(Trail);

        private string Hint(IEnumerable<string> macros) => Suggestion.Same(Name, FilterTable.Names) is { } filter
            ? $"; \"{filter}\" is a filter: value | {filter}"
            : Suggestion.For(Name, macros.Concat(Functions.FunctionTable.Names));
    }
}
