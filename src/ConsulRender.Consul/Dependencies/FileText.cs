namespace ConsulRender.Consul.Dependencies;

/// <summary>The text of a local file; answered with <c>string</c>, or absent. The engine reads it: this room only knows the question and what a fixture answers.</summary>
public sealed record FileText(string Path) : Dependency
{
    /// <inheritdoc/>
    public override string ToString() => Question.Call("file", Path);

    internal override bool IsAnsweredBy(Fixture fixture) => fixture.Files is not null;

    internal override object? Answer(Fixture fixture) => fixture.Files!.GetValueOrDefault(Path);
}
