using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The text of a local file; answered with <c>string</c>, or absent. The engine reads it: this room only knows the question and what a fixture answers.</summary>
public sealed record FileText(string Path) : Dependency
{
    /// <summary>The folder that the file must really be in when it is read; null for anywhere. Default null.</summary>
    public string? Sandbox { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Question.Call("file", Path);

    internal override bool IsAnsweredBy(Fixture fixture) => fixture.Files is not null;

    internal override object? Answer(Fixture fixture) => fixture.Files!.GetValueOrDefault(Path);
}
