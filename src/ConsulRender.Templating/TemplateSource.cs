namespace ConsulRender.Templating;

/// <summary>A template's text and the name under which messages show it.</summary>
public sealed record TemplateSource(string Name, string Text);
