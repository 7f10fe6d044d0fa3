using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Rounds;

namespace ConsulRender.Templating;

/// <summary>Parsed Liquid. Rendering is a pure function of a snapshot: no I/O, a clock only to give up, and a memory only to be quicker.</summary>
public sealed class Template
{
    private readonly LiquidFile _file;
    private readonly TemplateOptions _options;
    private readonly ParsedTexts _texts;
    private readonly FileLoop? _loop;

    private Template(LiquidFile file, TemplateOptions options, ParsedTexts texts, FileLoop? loop)
    {
        _file = file;
        _options = options;
        _texts = texts;
        _loop = loop;
    }

    /// <summary>The name under which messages show it.</summary>
    public string Name => _file.Origin.Name;

    /// <summary>With <c>for_each</c>, what the destinations of all items begin with, for sure; else nothing.</summary>
    public string DestinationPrefix => _loop?.DestinationPrefix ?? "";

    internal LiquidFile File => _file;

    /// <summary>Parses a template and every partial it includes.</summary>
    /// <param name="source">The template.</param>
    /// <param name="options">What it may use.</param>
    /// <param name="forEach">What makes it many files; null when it is one.</param>
    /// <exception cref="TemplateException">All errors of the file, each with its position.</exception>
    public static Template Parse(TemplateSource source, TemplateOptions options, ForEachSource? forEach = null)
    {
        var session = new ParseSession(options);
        var file = session.ParseFile(source);
        var loop = forEach is null ? null : session.ParseForEach(forEach, file);
        session.ThrowErrors();
        return new Template(file, options, session.Texts, loop);
    }

    /// <summary>Renders from a snapshot; what is missing there is listed, not waited for.</summary>
    /// <param name="snapshot">The readings.</param>
    /// <param name="memory">What earlier renders of this template left; null for a render that nothing came before and nothing follows.</param>
    /// <exception cref="TemplateException">The template failed at run time although nothing was missing.</exception>
    public Rendering Render(Snapshot snapshot, RenderMemory? memory = null)
    {
        try
        {
            memory?.Begin();
            var rendering = Render(new RenderState(snapshot, _options, _texts, memory));
            memory?.End(rendering);
            return rendering;
        }
        catch (Exception exception) when (exception is OutputFullException or ArgumentException and not (ArgumentNullException or ArgumentOutOfRangeException))
        {
            // Either more text than may be written, or a value whose text is longer than any.
            return Render(new RenderState(snapshot, _options, _texts) { TellsWhereItIsFull = true });
        }
    }

    private Rendering Render(RenderState state)
    {
        IReadOnlyList<RenderedFile> files = [];
        try
        {
            if (_loop is null)
            {
                _file.Execute(state);
            }
            else
            {
                files = _loop.Render(state);
            }
        }
        catch (TemplateFailure failure)
        {
            // With data missing the failure may be only their absence; the next render tells.
            if (state.Missing.Count == 0)
            {
                state.Output.Detach().Dispose();
                throw new TemplateException([state.ErrorOf(failure)]) { Used = state.Used };
            }
        }

        return new Rendering(state.Output.Detach(), state.Used, state.Missing) { Files = files, FailedAsserts = state.FailedAsserts };
    }
}
