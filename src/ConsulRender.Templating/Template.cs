using ConsulRender.Consul;

namespace ConsulRender.Templating;

/// <summary>Parsed Liquid. Rendering is a pure function of a snapshot: no I/O, no clock, no state kept between renders.</summary>
public sealed class Template
{
    private Template()
    {
    }

    /// <summary>The name under which messages show it.</summary>
    public string Name { get; } = "";

    /// <summary>Parses a template and every partial it includes.</summary>
    /// <exception cref="TemplateException">All errors of the file, each with its position.</exception>
    public static Template Parse(TemplateSource source, TemplateOptions options)
    {
        _ = source;
        _ = options;
        return new Template();
    }

    /// <summary>Renders from a snapshot; what is missing there is listed, not waited for.</summary>
    /// <exception cref="TemplateException">The template failed at run time although nothing was missing.</exception>
    public Rendering Render(Snapshot snapshot) => throw new NotSupportedException(Name + snapshot);
}
