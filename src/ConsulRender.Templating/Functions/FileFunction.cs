using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>file("path")</c>: the text of a local file, which is watched. The render is not complete until the file is there.</summary>
internal sealed class FileFunction() : TemplateFunction("file", 1, 1, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = new FileText(Path(arguments.Positional[0].ToText(), call)) { Sandbox = state.Options.Sandbox };
        var reading = state.Read(dependency);
        return reading?.Value is string text ? StringValue.Create(text) : state.Miss(dependency, call, isAbsent: reading is not null);
    }

    private static string Path(string path, Node call) =>
        path.Length == 0 ? throw call.Failure("file needs the path of a file, and it is empty")
        : path.Contains('\0', StringComparison.Ordinal) ? throw call.Failure("file: a path cannot hold the character 0")
        : path;
}
