using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>A destination named <c>out</c> in a directory of its own, with texts as renderings give them; owned by one test.</summary>
internal sealed class DestinationUnderTest : IDisposable
{
    internal TemporaryDirectory Directory { get; } = new();

    internal static RenderedText Text(string text) =>
        Template.Parse(new TemplateSource("t.liquid", "{{ env.TEXT }}"), new TemplateOptions { Environment = new Dictionary<string, string> { ["TEXT"] = text } })
            .Render(Snapshot.Empty).Text;

    /// <summary>Stages and swaps, as an apply with a reload does.</summary>
    internal static void Replace(Destination destination, string text)
    {
        destination.Stage(Text(text));
        destination.KeepPrevious();
        destination.Swap();
    }

    /// <summary>Why nothing can be staged.</summary>
    internal static string StageProblem(Destination destination)
    {
        var problem = Assert.Throws<DestinationException>(() => destination.Stage(Text("new"))).Message;
        destination.CleanUp();
        return problem;
    }

    internal Destination Destination(FilePermissions? permissions = null) =>
        new(Directory.Path("out"), permissions ?? new FilePermissions(null, null, null), createDirectories: true);

    internal bool Differs(string text) => Destination().Differs(Text(text));

    public void Dispose() => Directory.Dispose();
}
