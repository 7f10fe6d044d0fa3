using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>The field of an item that a list filter is told, also one inside another such as <c>meta.version</c>. Stateless.</summary>
internal static class Fields
{
    /// <summary>The field, or nil when something on the way is not there.</summary>
    /// <exception cref="ArgumentException">A record, whose members are known, has no such member.</exception>
    internal static FluidValue Of(FluidValue item, string path)
    {
        // The path as a whole comes first, because the keys of a map are data and may have points.
        var found = Member(item, path);
        for (var point = Point(path); found is null && point >= 0 && item is not BaseNilValue; point = Point(path))
        {
            item = Member(item, path[..point]) ?? Absent(item, path[..point]);
            path = path[(point + 1)..];
            found = Member(item, path);
        }

        return found ?? Absent(item, path);
    }

    private static int Point(string path) => path.IndexOf('.', StringComparison.Ordinal);

    private static FluidValue? Member(FluidValue item, string name) => Members.Find(item, name, RecordValue.LooseName(name));

    // A record's members are known, so a wrong name is a mistake; a map's keys are data, so an absent one is nil.
    private static NilValue Absent(FluidValue item, string name) => item is RecordValue record
        ? throw new ArgumentException($"{record.Kind} has no member \"{name}\"{Suggestion.For(name, record.MemberNames)}")
        : NilValue.Instance;
}
