using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>
/// <c>contains</c> and its family: whether a list holds items, a map keys or a text parts; 1 and <c>"1"</c> are not the same.
/// </summary>
internal static class ContainsFilters
{
    // A search through a short list is cheaper than a set of it.
    private const int WorthASet = 16;

    internal static string[] Names => ["contains", "contains_all", "contains_any", "contains_none", "contains_not_all", "in"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "contains" => new((input, arguments, _) => BooleanValue.Create(Holds(input, arguments.At(0))), 1, 1),
        "in" => new((input, arguments, _) => BooleanValue.Create(Holds(arguments.At(0), input)), 1, 1),
        "contains_all" => First(isHeld: false, answer: false),
        "contains_any" => First(isHeld: true, answer: true),
        "contains_none" => First(isHeld: true, answer: false),
        "contains_not_all" => First(isHeld: false, answer: true),
        _ => null,
    };

    // The first wanted item that is held, or not, decides; without one it is the opposite.
    private static FilterDefinition First(bool isHeld, bool answer) => new(
        (input, arguments, _) =>
        {
            var wanted = Inputs.List(arguments.At(0));
            var known = wanted.Count > 1 && Lists.IsList(input) && Lists.Items(input).Count > WorthASet ? SetOf(Lists.Items(input)) : null;
            foreach (var item in wanted)
            {
                var holds = known is not null && IsPlain(item) ? known.Contains(Comparable(item)) : Holds(input, item);
                if (holds == isHeld)
                {
                    return BooleanValue.Create(answer);
                }
            }

            CheckContainer(input);
            return BooleanValue.Create(!answer);
        },
        1,
        1);

    private static bool Holds(FluidValue container, FluidValue item)
    {
        CheckContainer(container);
        return ComparisonExpression.Contains(container, item);
    }

    private static void CheckContainer(FluidValue container)
    {
        if (!Lists.IsList(container) && container is not (StringValue or MapValue or BaseNilValue or EmptyValue or BlankValue))
        {
            throw new ArgumentException($"a list, a map or a string is wanted here, not {ValueText.KindOf(container)}");
        }
    }

    private static HashSet<FluidValue> SetOf(IReadOnlyList<FluidValue> items)
    {
        var known = new HashSet<FluidValue>();
        foreach (var item in items)
        {
            if (IsPlain(item))
            {
                known.Add(Comparable(item));
            }
        }

        return known;
    }

    private static bool IsPlain(FluidValue item) => item is StringValue or NumberValue or BooleanValue or ServiceNameValue;

    private static FluidValue Comparable(FluidValue item) => item is ServiceNameValue ? StringValue.Create(item.ToStringValue()) : item;
}
