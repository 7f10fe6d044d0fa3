using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Tests.Templating;

/// <summary>A template with its data, as a golden file has them, and what must hold for any such pair; immutable.</summary>
internal sealed record FuzzCase(string Data, string Text)
{
    // What the platform says when a program forgot something; a message for people says what they wrote and what is wanted.
    private static readonly string[] NotForPeople =
    [
        "Object reference", "Index was out", "index was out", "Specified argument", "(Parameter '", "Unable to cast", "Sequence contains", "for an Int",
        "Nullable object", "Exception of type", "Collection was modified", "given key", "Source array", "Array dimensions", "Insufficient", "UTF-16",
        "capacity", "Offset and length",
    ];

    private static readonly string[] TypeNames = ["Fluid.Values", "ConsulRender.Templ", "System.Object", "System.Collections", "System.String"];

    private const int LongMessage = 1_500;

    /// <summary>The text that golden files would show, when nothing is wrong; otherwise what is wrong.</summary>
    internal (string? Failure, string Text) Run()
    {
        using var json = JsonDocument.Parse(Data);
        try
        {
            return Check(json.RootElement);
        }
        catch (TemplateException exception)
        {
            return (FailureOf(exception, json.RootElement), "");
        }
        catch (Exception exception)
        {
            return ($"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}", "");
        }
    }

    private (string? Failure, string Text) Check(JsonElement data)
    {
        var options = GoldenCase.Options(data);
        var template = Template.Parse(new TemplateSource("t", Text), options);
        using (var rendering = template.Render(Snapshot.Empty))
        {
            var findings = TemplateFindings.InEach([template]).Concat(TemplateFindings.Unused([template], name => name));
            var positions = findings.Select(finding => finding.Position).Concat(rendering.Missing.Select(missing => missing.Position));
            if (positions.Select(position => Misplaced(position, null, data)).FirstOrDefault(place => place is not null) is { } misplaced)
            {
                return (misplaced, "");
            }
        }

        var snapshot = GoldenCase.SnapshotOf(data);
        var first = TextOf(template, snapshot);
        if (Array.Find(TypeNames, first.Contains) is { } name)
        {
            return ($"the text holds {name}, which names a type of this program:\n{first}", first);
        }

        var second = TextOf(template, snapshot);
        var third = TextOf(Template.Parse(new TemplateSource("t", Text), GoldenCase.Options(data)), snapshot);
        return (first == second && first == third ? null : $"the same input gives different texts:\n{first}\n{second}\n{third}", first);
    }

    private static string TextOf(Template template, Snapshot snapshot)
    {
        using var rendering = template.Render(snapshot);
        return rendering.Text.ToString();
    }

    private string? FailureOf(TemplateException exception, JsonElement data)
    {
        if (exception.Errors.Count == 0)
        {
            return "a failure without an error";
        }

        foreach (var error in exception.Errors)
        {
            var failure = Misplaced(error.Position, error.SourceLine, data)
                ?? error.IncludedFrom.Select(position => Misplaced(position, null, data)).FirstOrDefault(place => place is not null);
            failure ??= error.Message.Length > Text.Length + LongMessage ? $"a message of {error.Message.Length} characters: {error.Message[..200]}" : null;
            failure ??= Array.Exists(NotForPeople, error.Message.Contains) ? $"not a message for people: {error.Message}" : null;
            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private string? Misplaced(SourcePosition position, string? sourceLine, JsonElement data)
    {
        var source = position.Template == "t" ? Text : data.GetProperty("partials").GetProperty(position.Template).GetString()!;
        var lines = source.Split('\n');
        return position.Line < 1 || position.Line > lines.Length || position.Column < 1 || position.Column > lines[position.Line - 1].Length + 1
            ? $"{position} is not in the text"
            : sourceLine is not null && sourceLine != lines[position.Line - 1].TrimEnd('\r') ? $"the line at {position} is not {sourceLine}" : null;
    }
}
