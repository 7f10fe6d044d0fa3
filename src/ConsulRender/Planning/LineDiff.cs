namespace ConsulRender.Planning;

/// <summary>
/// Finds which lines were removed and which added: the fewest where that can be found soon, else between lines that both texts have once, else whole
/// stretches. The time is bounded whatever the texts are. Used once.
/// </summary>
/// <seealso href="http://www.xmailserver.org/diff2.pdf"/>
internal sealed class LineDiff
{
    // The work grows with the square of the differences, and with the lines.
    private const int MostDifferences = 1_000;
    private const int MostInStretch = 200;

    private readonly int[] _old;
    private readonly int[] _new;

    private LineDiff(IReadOnlyList<string> old, IReadOnlyList<string> @new)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _old = Numbers(old, numbers);
        _new = Numbers(@new, numbers);
        Removed = new bool[_old.Length];
        Added = new bool[_new.Length];
        var whole = Trim(new Stretch(0, _old.Length, 0, _new.Length));
        if (!TryShortest(whole, MostDifferences))
        {
            Divide(whole, numbers.Count);
        }
    }

    /// <summary>For each old line, whether it is gone.</summary>
    public bool[] Removed { get; }

    /// <summary>For each new line, whether it was not there.</summary>
    public bool[] Added { get; }

    public static LineDiff Of(IReadOnlyList<string> old, IReadOnlyList<string> @new) => new(old, @new);

    private static int[] Numbers(IReadOnlyList<string> lines, Dictionary<string, int> numbers)
    {
        var found = new int[lines.Count];
        for (var index = 0; index < found.Length; index++)
        {
            if (!numbers.TryGetValue(lines[index], out var number))
            {
                number = numbers.Count;
                numbers.Add(lines[index], number);
            }

            found[index] = number;
        }

        return found;
    }

    private Stretch Trim(Stretch stretch)
    {
        var (oldFrom, oldTo, newFrom, newTo) = stretch;
        while (oldFrom < oldTo && newFrom < newTo && _old[oldFrom] == _new[newFrom])
        {
            (oldFrom, newFrom) = (oldFrom + 1, newFrom + 1);
        }

        while (oldFrom < oldTo && newFrom < newTo && _old[oldTo - 1] == _new[newTo - 1])
        {
            (oldTo, newTo) = (oldTo - 1, newTo - 1);
        }

        return new Stretch(oldFrom, oldTo, newFrom, newTo);
    }

    // Myers' greedy search: how far one gets on each diagonal with so many differences.
    private bool TryShortest(Stretch stretch, int most)
    {
        var (width, height) = (stretch.OldTo - stretch.OldFrom, stretch.NewTo - stretch.NewFrom);
        most = Math.Min(most, width + height);
        var reach = new int[(2 * most) + 3];
        var steps = new List<int[]>();
        for (var differences = 0; differences <= most; differences++)
        {
            for (var diagonal = -differences; diagonal <= differences; diagonal += 2)
            {
                var x = Next(reach, most + 1, differences, diagonal);
                for (var y = x - diagonal; x < width && y < height && _old[stretch.OldFrom + x] == _new[stretch.NewFrom + y]; x++, y++)
                {
                }

                reach[most + 1 + diagonal] = x;
                if (x >= width && x - diagonal >= height)
                {
                    Mark(stretch, steps, differences);
                    return true;
                }
            }

            steps.Add(reach.AsSpan(most + 1 - differences, (2 * differences) + 1).ToArray());
        }

        return false;
    }

    private static int Next(int[] reach, int center, int differences, int diagonal) =>
        differences == 0 ? 0
        : IsDown(reach, center, differences, diagonal) ? reach[center + diagonal + 1]
        : reach[center + diagonal - 1] + 1;

    private static bool IsDown(int[] reach, int center, int differences, int diagonal) =>
        diagonal == -differences || (diagonal != differences && reach[center + diagonal - 1] < reach[center + diagonal + 1]);

    private void Mark(Stretch stretch, List<int[]> steps, int differences)
    {
        var (x, y) = (stretch.OldTo - stretch.OldFrom, stretch.NewTo - stretch.NewFrom);
        for (; differences > 0; differences--)
        {
            // What the step before had reached; it knows one diagonal less on each side.
            var before = steps[differences - 1];
            var diagonal = x - y;
            var isDown = IsDown(before, differences - 1, differences, diagonal);
            var from = diagonal + (isDown ? 1 : -1);
            x = before[differences - 1 + from];
            y = x - from;
            if (isDown)
            {
                Added[stretch.NewFrom + y] = true;
            }
            else
            {
                Removed[stretch.OldFrom + x] = true;
            }
        }
    }

    // Lines that both have exactly once hold the texts together; the longest sequence of them that keeps its order.
    private void Divide(Stretch stretch, int numbers)
    {
        var (oldFrom, newFrom) = (stretch.OldFrom, stretch.NewFrom);
        foreach (var (oldAt, newAt) in Anchors(stretch, numbers))
        {
            Settle(Trim(new Stretch(oldFrom, oldAt, newFrom, newAt)));
            (oldFrom, newFrom) = (oldAt + 1, newAt + 1);
        }

        Settle(Trim(new Stretch(oldFrom, stretch.OldTo, newFrom, stretch.NewTo)));
    }

    private void Settle(Stretch stretch)
    {
        if (!TryShortest(stretch, MostInStretch))
        {
            Removed.AsSpan(stretch.OldFrom..stretch.OldTo).Fill(true);
            Added.AsSpan(stretch.NewFrom..stretch.NewTo).Fill(true);
        }
    }

    private List<Anchor> Anchors(Stretch stretch, int numbers)
    {
        var inOld = Places(_old, stretch.OldFrom, stretch.OldTo, numbers);
        var inNew = Places(_new, stretch.NewFrom, stretch.NewTo, numbers);
        var piles = new List<int>();
        var below = new int[_old.Length];
        for (var at = stretch.OldFrom; at < stretch.OldTo; at++)
        {
            if (inOld[_old[at]] == at && inNew[_old[at]] is >= 0 and var place)
            {
                var pile = PileFor(piles, place, inNew);
                below[at] = pile == 0 ? -1 : piles[pile - 1];
                if (pile == piles.Count)
                {
                    piles.Add(at);
                }
                else
                {
                    piles[pile] = at;
                }
            }
        }

        var anchors = new List<Anchor>(piles.Count);
        for (var at = piles.Count == 0 ? -1 : piles[^1]; at >= 0; at = below[at])
        {
            anchors.Add(new Anchor(at, inNew[_old[at]]));
        }

        anchors.Reverse();
        return anchors;
    }

    private int PileFor(List<int> piles, int place, int[] inNew)
    {
        var (low, high) = (0, piles.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = inNew[_old[piles[middle]]] < place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Where each line stands that stands there once; -1 for others.
    private static int[] Places(int[] lines, int from, int to, int numbers)
    {
        var places = new int[numbers];
        Array.Fill(places, -1);
        for (var at = from; at < to; at++)
        {
            places[lines[at]] = places[lines[at]] == -1 ? at : -2;
        }

        return places;
    }

    private sealed record Stretch(int OldFrom, int OldTo, int NewFrom, int NewTo);

    private sealed record Anchor(int Old, int New);
}
