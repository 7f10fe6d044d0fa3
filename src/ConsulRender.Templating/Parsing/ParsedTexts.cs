using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Parsing;

/// <summary>What a parse leaves to its renders beside the nodes: regular expressions, and which texts the author wrote. Owned by the template.</summary>
internal sealed class ParsedTexts(PatternCache patterns)
{
    private readonly HashSet<FluidValue> _literals = new(ReferenceEqualityComparer.Instance);

    internal PatternCache Patterns => patterns;

    /// <summary>The value of a string in the template; one with a line break is known again as the author's own.</summary>
    internal StringValue Literal(string text)
    {
        if (!LineBreaks.Has(text))
        {
            return StringValue.Create(text);
        }

        // Not by Create, which gives a text of one character to everybody.
        var value = new StringValue(text);
        _literals.Add(value);
        return value;
    }

    internal bool IsLiteral(FluidValue value) => _literals.Contains(value);
}
