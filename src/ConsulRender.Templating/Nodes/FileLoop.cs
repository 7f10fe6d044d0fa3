using System.Diagnostics.CodeAnalysis;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>Makes one template into a file for each item of a list; every file is a render of its own, and what it reads and spends counts for all.</summary>
internal sealed class FileLoop(LoopHeader header, LiquidFile destination, LiquidFile text)
{
    /// <summary>What the destinations of all items begin with, for sure.</summary>
    internal string DestinationPrefix => destination.Body.Statements is [TextStatement literal, ..] ? literal.Text : "";

    /// <summary>The files in the order of the items; with data missing only some of them, so that what others lead to is found as well.</summary>
    /// <exception cref="TemplateException">One item failed although nothing was missing.</exception>
    internal IReadOnlyList<RenderedFile> Render(RenderState state)
    {
        var files = new List<RenderedFile>();
        try
        {
            var (items, start, length) = header.Select(header.List.Evaluate(state), state);
            for (var index = start; index < start + length; index++)
            {
                state.CountIteration(header.List);
                if (RenderItem(items[index], index, state) is { } file)
                {
                    files.Add(file);
                }
            }
        }
        catch
        {
            files.ForEach(file => file.Text.Dispose());
            throw;
        }

        return files;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The text belongs to the file, and that to its rendering, which disposes it.")]
    private RenderedFile? RenderItem(FluidValue item, int index, RenderState whole)
    {
        using var path = Render(destination, item, index, whole);
        var body = path is null ? null : Render(text, item, index, whole);
        return body is null ? null : new RenderedFile(Describe(item, index), path!.ToString().Trim(), body);
    }

    // Null when it failed, perhaps only because data are missing.
    private RenderedText? Render(LiquidFile file, FluidValue item, int index, RenderState whole)
    {
        var state = new RenderState(whole);
        state.Scope.Assign(header.Variable, item);
        var held = state.FailedAsserts.Count;
        try
        {
            file.Execute(state);
            for (var failed = held; failed < state.FailedAsserts.Count; failed++)
            {
                state.FailedAsserts[failed] = state.FailedAsserts[failed] with { Message = $"{state.FailedAsserts[failed].Message} (for {Describe(item, index)})" };
            }

            return state.Output.Detach();
        }
        catch (TemplateFailure failure)
        {
            state.Output.Detach().Dispose();
            if (state.Missing.Count > 0)
            {
                return null;
            }

            var error = state.ErrorOf(failure);
            throw new TemplateException([error with { Message = $"{error.Message} (for {Describe(item, index)})" }]) { Used = state.Used };
        }
    }

    private static string Describe(FluidValue item, int index) =>
        $"item {index + 1}, {(PlainText.Is(item) ? PlainText.Quoted(item.ToText()) : ValueText.KindOf(item))}";
}
