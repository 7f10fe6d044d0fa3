using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating;

/// <summary>Parsed Liquid. Rendering is a pure function of a snapshot: no I/O, no state kept between renders, and a clock only to give up.</summary>
public sealed class Template
{
    private readonly LiquidFile _file;
    private readonly TemplateOptions _options;
    private readonly ParsedTexts _texts;

    private Template(LiquidFile file, TemplateOptions options, ParsedTexts texts)
    {
        _file = file;
        _options = options;
        _texts = texts;
    }

    /// <summary>The name under which messages show it.</summary>
    public string Name => _file.Origin.Name;

    internal LiquidFile File => _file;

    /// <summary>Parses a template and every partial it includes.</summary>
    /// <exception cref="TemplateException">All errors of the file, each with its position.</exception>
    public static Template Parse(TemplateSource source, TemplateOptions options)
    {
        var session = new ParseSession(options);
        var file = session.ParseFile(source);
        session.ThrowErrors();
        return new Template(file, options, session.Texts);
    }

    /// <summary>Renders from a snapshot; what is missing there is listed, not waited for.</summary>
    /// <exception cref="TemplateException">The template failed at run time although nothing was missing.</exception>
    public Rendering Render(Snapshot snapshot)
    {
        try
        {
            return Render(new RenderState(snapshot, _options, _texts));
        }
        catch (Exception exception) when (exception is OutputFullException or ArgumentException and not (ArgumentNullException or ArgumentOutOfRangeException))
        {
            // Either more text than may be written, or a value whose text is longer than any.
            return Render(new RenderState(snapshot, _options, _texts) { TellsWhereItIsFull = true });
        }
    }

    private Rendering Render(RenderState state)
    {
        try
        {
            _file.Execute(state);
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

        return new Rendering(state.Output.Detach(), state.Used, state.Missing);
    }
}
