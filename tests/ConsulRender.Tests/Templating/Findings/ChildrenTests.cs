using System.Collections;
using System.Reflection;
using System.Text.Json;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;
using ConsulRender.Templating.Nodes;
using Xunit;

namespace ConsulRender.Tests.Templating.Findings;

/// <summary>The golden templates are the corpus: a new node comes with golden cases, and here it shows when its children forget a field.</summary>
public sealed class ChildrenTests
{
    private const BindingFlags AnyField = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static IReadOnlyList<Template> Corpus { get; } = [.. GoldenTests.Cases.Select(row => Parsed(row.Data)).OfType<Template>()];

    [Fact]
    public void A_walk_meets_every_node_that_a_template_holds()
    {
        var met = new HashSet<Type>();
        Assert.All(Corpus, template =>
        {
            var walked = Walk.Files(template.File).SelectMany(Walk.Through).ToList();
            met.UnionWith(walked.Select(node => node.GetType()));

            Assert.Distinct(walked);
            Assert.Equal(Described(Held(template.File)), Described(walked));
        });

        var nodes = typeof(Node).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Node)) && !type.IsAbstract);
        Assert.Equal(nodes.Select(type => type.Name).Order(StringComparer.Ordinal), met.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_walk_goes_in_the_order_of_the_text()
    {
        var template = Template.Parse(new TemplateSource("t", "{{ a }}{% if b %}{{ c }}{% else %}{{ d }}{% endif %}{{ e }}"), new TemplateOptions());

        Assert.Equal(["a", "b", "c", "d", "e"], Walk.Through(template.File).OfType<VariableExpression>().Select(variable => variable.Name));
    }

    private static Template? Parsed(string name)
    {
        var golden = GoldenTests.Read(name);
        using var data = JsonDocument.Parse(golden.Data);
        try
        {
            return Template.Parse(new TemplateSource(name, golden.Text), GoldenCase.Options(data.RootElement));
        }
        catch (TemplateException)
        {
            // The golden files of errors have no nodes.
            return null;
        }
    }

    private static IEnumerable<string> Described(IEnumerable<Node> nodes) =>
        nodes.Select(node => $"{node.GetType().Name} at {node.Position}").Order(StringComparer.Ordinal);

    // By reflection, through everything that nodes are made of: what Children should say, found without asking it.
    private static List<Node> Held(object top)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object>([top]);
        while (waiting.TryPop(out var thing))
        {
            if (!seen.Add(thing))
            {
                continue;
            }

            foreach (var part in thing is IEnumerable items and not string ? items.Cast<object?>() : Fields(thing))
            {
                if (part is not null)
                {
                    waiting.Push(part);
                }
            }
        }

        return [.. seen.OfType<Node>()];
    }

    private static IEnumerable<object?> Fields(object thing)
    {
        for (var type = thing.GetType(); type is not null && type.Namespace == typeof(Node).Namespace; type = type.BaseType)
        {
            foreach (var field in type.GetFields(AnyField))
            {
                yield return field.GetValue(thing);
            }
        }
    }
}
