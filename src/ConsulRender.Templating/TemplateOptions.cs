using System.Text.Json;

namespace ConsulRender.Templating;

/// <summary>What a template may read beside Consul; immutable, and everything in it is given, so that rendering stays pure.</summary>
public sealed record TemplateOptions
{
    /// <summary>What <c>vars</c> holds: the object from the settings file, whose reader has refused texts with half a character.</summary>
    public JsonElement Vars { get; init; }

    /// <summary>What <c>env</c> reads.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The addresses of this host, those of the interface that leads outside first; asked for only when a template uses them.</summary>
    public Func<IReadOnlyList<HostAddress>> FindAddresses { get; init; } = () => [];

    /// <summary>The names of the agents that questions may name beside the one without a name, in the order in which messages list them.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Finds the source of a partial by the name an <c>include</c> or <c>render</c> tag gives; null when there is none,
    /// and a <see cref="PartialException"/> when it may not be used.</summary>
    public Func<string, TemplateSource?> FindPartial { get; init; } = _ => null;

    /// <summary>What begins and ends an output, here and in all partials. Default <c>{{ }}</c>.</summary>
    public OutputDelimiters Delimiters { get; init; } = OutputDelimiters.Default;

    /// <summary>Globs of functions, filters and tags for other files that may not be used; each is valid. Default none.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];

    /// <summary>The only folder that files may be read from; null for everywhere. Whoever reads the files keeps to it.</summary>
    public string? Sandbox { get; init; }

    /// <summary>How far the template may go.</summary>
    public TemplateLimits Limits { get; init; } = new();

    /// <summary>Measures <see cref="TemplateLimits.RenderTime"/> and nothing else: it ends a render, but never changes its text.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether an undefined variable, member or index is an error. Default true; otherwise it is nil, as in plain Liquid.</summary>
    public bool ErrorOnMissingKey { get; init; } = true;

    /// <summary>Whether printing a value with a line break that the template's author did not write is an error. Default false.</summary>
    public bool RejectNewlines { get; init; }
}
