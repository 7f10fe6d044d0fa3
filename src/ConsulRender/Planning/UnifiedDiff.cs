using System.Globalization;

namespace ConsulRender.Planning;

/// <summary>Writes the difference of two texts as hunks with three lines around each change. Stateless.</summary>
internal static class UnifiedDiff
{
    private const int Around = 3;
    private const string Open = "\\ No newline at end of file";

    /// <summary>The hunks; none when the texts are the same.</summary>
    /// <param name="old">What is there.</param>
    /// <param name="new">What would be.</param>
    /// <param name="showOld">How an old line that goes is shown.</param>
    /// <param name="showNew">How a line of the new text is shown, by its place.</param>
    public static IEnumerable<DiffLine> Lines(TextLines old, TextLines @new, Func<int, string> showOld, Func<int, string> showNew)
    {
        var diff = LineDiff.Of(old.Comparable, @new.Comparable);
        var steps = Steps(diff);
        foreach (var (from, to) in Hunks(steps))
        {
            yield return new DiffLine(DiffLineKind.Hunk, Header(steps, from, to));
            for (var at = from; at < to; at++)
            {
                var (kind, place) = (steps[at].Kind, steps[at].Kind == DiffLineKind.Removed ? steps[at].Old : steps[at].New);
                yield return kind switch
                {
                    DiffLineKind.Removed => new DiffLine(kind, "-" + showOld(place)),
                    DiffLineKind.Added => new DiffLine(kind, "+" + showNew(place)),
                    _ => new DiffLine(kind, " " + showNew(place)),
                };
                var text = kind == DiffLineKind.Removed ? old : @new;
                if (text.EndsOpen && place == text.Lines.Count - 1)
                {
                    yield return new DiffLine(DiffLineKind.Note, Open);
                }
            }
        }
    }

    private static List<Step> Steps(LineDiff diff)
    {
        var steps = new List<Step>(diff.Added.Length);
        for (var (old, @new) = (0, 0); old < diff.Removed.Length || @new < diff.Added.Length;)
        {
            if (old < diff.Removed.Length && diff.Removed[old])
            {
                steps.Add(new Step(DiffLineKind.Removed, old++, @new));
            }
            else if (@new < diff.Added.Length && diff.Added[@new])
            {
                steps.Add(new Step(DiffLineKind.Added, old, @new++));
            }
            else
            {
                steps.Add(new Step(DiffLineKind.Context, old++, @new++));
            }
        }

        return steps;
    }

    // Changes whose surroundings touch share a hunk.
    private static IEnumerable<(int From, int To)> Hunks(List<Step> steps)
    {
        var (from, to) = (-1, -1);
        for (var at = 0; at < steps.Count; at++)
        {
            if (steps[at].Kind == DiffLineKind.Context)
            {
                continue;
            }

            if (from >= 0 && at - Around > to)
            {
                yield return (from, to);
                from = -1;
            }

            from = from < 0 ? Math.Max(0, at - Around) : from;
            to = Math.Min(steps.Count, at + 1 + Around);
        }

        if (from >= 0)
        {
            yield return (from, to);
        }
    }

    private static string Header(List<Step> steps, int from, int to)
    {
        var (old, @new) = (0, 0);
        for (var at = from; at < to; at++)
        {
            old += steps[at].Kind == DiffLineKind.Added ? 0 : 1;
            @new += steps[at].Kind == DiffLineKind.Removed ? 0 : 1;
        }

        return $"@@ -{Range(steps[from].Old, old)} +{Range(steps[from].New, @new)} @@";
    }

    // Without a line the place is the one before, as diff writes it.
    private static string Range(int first, int count) => count == 1
        ? (first + 1).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? first : first + 1)},{count}");

    private sealed record Step(DiffLineKind Kind, int Old, int New);
}
