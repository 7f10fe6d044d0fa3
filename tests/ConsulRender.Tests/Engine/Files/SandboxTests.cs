using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>What <c>sandbox_path</c> keeps templates from.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SandboxTests()
    {
        _directory.Write("box/inside", "inside");
        _directory.Write("box/deep/file", "deep");
        _directory.Write("boxes/near", "near");
        _directory.Write("outside", "outside");
        Link("box/to-inside", "box/deep/file");
        Link("box/to-outside", "outside");
        Link("box/to-folder", "boxes");
        Link("box/dangling", "nowhere");
        Link("link-to-box", "box");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("box/inside", "inside")]
    [InlineData("box/deep/../inside", "inside")]
    [InlineData("box/to-inside", "deep")]
    [InlineData("link-to-box/inside", "inside")]
    [InlineData("box/nowhere", null)]
    [InlineData("box/no/folder/nor/file", null)]
    [InlineData("box/dangling", null)]
    public void What_is_really_inside_is_read(string path, string? text)
    {
        Assert.Equal(text, LocalFile.Read(_directory.Path(path), _directory.Path("box")));
        Assert.Equal(text, LocalFile.Read(_directory.Path(path), _directory.Path("link-to-box")));
        Assert.Equal(text, LocalFile.Read(_directory.Path(path), "/"));
    }

    [Theory]
    [InlineData("outside")]
    [InlineData("boxes/near")]
    [InlineData("box/../outside")]
    [InlineData("box/to-outside")]
    [InlineData("box/to-folder/near")]
    [InlineData("box/to-folder/../outside")]
    [InlineData("link-to-box/../outside")]
    [InlineData("nowhere")]
    [InlineData("box/../nowhere/at/all")]
    public void What_is_not_is_refused_whether_it_exists_or_not(string path)
    {
        var error = Assert.Throws<FileException>(() => LocalFile.Read(_directory.Path(path), _directory.Path("box")));
        Assert.Equal($"it is outside of sandbox_path '{_directory.Path("box")}', links followed; move it there or change sandbox_path", error.Message);
        Assert.True(error.IsLasting);
    }

    [Fact]
    public void A_sandbox_that_is_not_there_is_told() => Assert.Equal(
        "the folder of sandbox_path '/no/such/box' does not exist",
        Assert.Throws<FileException>(() => LocalFile.Read(_directory.Path("box/inside"), "/no/such/box")).Message);

    [Fact]
    public async Task A_path_that_is_only_known_when_the_template_is_rendered_is_bounded_too()
    {
        await using var runner = new RunnerUnderTest();
        runner.Key("name", "outside").With("out", $"{{% assign f = key(\"name\") %}}{{{{ file(f | prepend: \"{_directory.Root}/\") }}}}");
        runner.Adjust = settings => settings with { Template = [.. settings.Template.Select(template => template with { SandboxPath = _directory.Path("box") })] };
        runner.Start(once: true);
        await runner.EndsAsync();

        var failure = runner.Failure("out");
        Assert.Equal(FailureKind.Template, failure.Kind);
        Assert.Contains($"1:32: file(\"{_directory.Root}/outside\"): it is outside of sandbox_path", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("box/t.liquid", "inside", null)]
    [InlineData("box/t.liquid", "to-inside", null)]
    [InlineData("box/t.liquid", "../outside", "it is outside of sandbox_path")]
    [InlineData("box/t.liquid", "to-outside", "it is outside of sandbox_path")]
    [InlineData("t.liquid", "outside", "it is outside of sandbox_path")]
    public void Partials_are_bounded_whatever_folder_they_are_found_in(string source, string partial, string? problem)
    {
        _directory.Write(source, $"a\n  {{% render '{partial}' %}}");
        var template = new TemplateSettings { Source = _directory.Path(source), Destination = "out", SandboxPath = _directory.Path("box") };
        var loader = new TemplateLoader(new ConsulRender.Settings.Settings { TemplateDirs = [_directory.Path("boxes")] }, TimeProvider.System);
        if (problem is null)
        {
            loader.Load(template).Render(Snapshot.Empty).Dispose();
            return;
        }

        var error = Assert.Throws<TemplateException>(() => loader.Load(template)).Errors[0];
        Assert.Equal(new SourcePosition(_directory.Path(source), 2, 13), error.Position);
        Assert.Contains($"the partial \"{partial}\" may not be used: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(_directory.Path(name), _directory.Path(target));
}
